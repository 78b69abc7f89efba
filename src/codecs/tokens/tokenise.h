// Tokenise: the tokens of a text, checked to represent exactly that text.
//
// A tokeniser ought to be lossless, but decoding must not depend on it. So the meanings of the tokens are joined again
// and compared with the text; if they differ, compression suffers but no byte is lost. Pure functions; thread-safe.
#ifndef LLMZIP_CODECS_TOKENS_TOKENISE_H_
#define LLMZIP_CODECS_TOKENS_TOKENISE_H_

#include <cstdint>
#include <vector>

#include "llmzip/codec.h"
#include "llmzip/predictor.h"
#include "symbols/tokeniser.h"

namespace llmzip {

struct Tokenised {
  /// Ids, or vocabulary + b for an escaped byte b. Empty, even if the text is not, when the tokeniser fails or its
  /// tokens do not represent the text exactly.
  std::vector<Symbol> tokens;
  bool escapes = false;  ///< true if any of them is an escaped byte
};

/// `tokeniser` null: the bytes themselves are the tokens.
Tokenised Tokenise(const Tokeniser* tokeniser, ByteView text);

/// The bytes that a token stands for; none for ids without a meaning and for numbers that are not tokens. An escaped
/// byte is written to *escaped, to which the result then refers.
ByteView MeaningOf(const Tokeniser& tokeniser, Symbol token, std::uint8_t* escaped);

}  // namespace llmzip

#endif  // LLMZIP_CODECS_TOKENS_TOKENISE_H_
