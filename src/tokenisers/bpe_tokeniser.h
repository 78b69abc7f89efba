// BpeTokeniser: byte-pair encoding, as Hugging Face's tokenizer.json describes it.
//
// A word starts as its bytes (byte-level) or its characters; a character without an id becomes byte tokens. Then pairs
// merge. Thread safety: as Tokeniser.
#ifndef LLMZIP_TOKENISERS_BPE_TOKENISER_H_
#define LLMZIP_TOKENISERS_BPE_TOKENISER_H_

#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "tokenisers/merge_table.h"
#include "tokenisers/word_tokeniser.h"

namespace llmzip {

/// The parts that only a BPE tokeniser has.
struct BpeParts {
  bool byte_level = false;
  bool whole_words_first = false;  ///< a word that is a piece is that piece, whatever merges say (`ignore_merges`)
  std::vector<Symbol> pieces;      ///< the ids merging is about: neither special, nor added, nor of single bytes
  MergeTable merges;               ///< each merged id means what its two parts mean, joined
};

class BpeTokeniser final : public WordTokeniser {
 public:
  BpeTokeniser(WordTokeniserParts parts, BpeParts bpe);

 private:
  class Encoder;
  [[nodiscard]] std::unique_ptr<WordEncoder> NewEncoder() const override;

  bool byte_level_;
  bool whole_words_first_;
  MergeTable merges_;
  std::map<std::string_view, Symbol> pieces_;  // by meaning
};

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_BPE_TOKENISER_H_
