// How the fields `normalizer` and `pre_tokenizer` of a tokenizer.json cut a text before merging.
//
// Two kinds are supported: byte-level, where regular expressions cut words and symbols are bytes; and SentencePiece's,
// where symbols are characters and spaces are marked (U+2581) or, with byte fallback, plain. Steps that would change
// the text (NFC, a space in front) are recognised but skipped; anything else is refused. Pure functions; thread-safe.
#ifndef LLMZIP_TOKENISERS_TEXT_STYLE_H_
#define LLMZIP_TOKENISERS_TEXT_STYLE_H_

#include <vector>

#include "llmzip/status.h"
#include "tokenisers/json_fields.h"
#include "tokenisers/pre_tokeniser.h"

namespace llmzip {

struct TextStyle {
  bool byte_level = false;
  std::vector<SplitStage> stages;   ///< byte-level: where words are cut
  bool spaces_marked = false;       ///< never with byte_level; with neither, names are the text they stand for
  bool cut_at_every_space = false;  ///< with marked spaces
};

StatusOr<TextStyle> ReadTextStyle(const Json& tokenizer);

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_TEXT_STYLE_H_
