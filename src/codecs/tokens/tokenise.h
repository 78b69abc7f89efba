// Tokenise: the tokens of a text, proved to say exactly that text.
//
// A tokeniser is lossless by duty; what is coded must not hang on it. So meanings and escaped bytes are joined again
// and compared, and one that fails costs compression, never a byte. Pure functions; thread-safe.
#ifndef LLMZIP_CODECS_TOKENS_TOKENISE_H_
#define LLMZIP_CODECS_TOKENS_TOKENISE_H_

#include <cstdint>
#include <vector>

#include "llmzip/codec.h"
#include "llmzip/predictor.h"
#include "symbols/tokeniser.h"

namespace llmzip {

struct Tokenised {
  /// Ids, or vocabulary + b for an escaped byte b. None for a text that the tokeniser cannot say, or does not say
  /// truly, though the text may have bytes.
  std::vector<Symbol> tokens;
  bool escapes = false;  ///< whether any of them is an escaped byte
};

/// `tokeniser` null: the bytes themselves are the tokens.
Tokenised Tokenise(const Tokeniser* tokeniser, ByteView text);

/// The bytes a token stands for: none for ids without a meaning, or of no token at all. Those of an escaped byte lie
/// in `escaped`.
ByteView MeaningOf(const Tokeniser& tokeniser, Symbol token, std::uint8_t* escaped);

}  // namespace llmzip

#endif  // LLMZIP_CODECS_TOKENS_TOKENISE_H_
