// TokenReader: what a language model thinks comes next in each of some lanes, however it is computed.
//
// A turn: Prepare makes the distributions of the lanes that listen; each of these then codes a token and tells which
// one it was (Take), or bytes that are none. LanguageReader computes with the exact engine, PredictorReader asks a
// Predictor of tokens. Tokens are numbered as in the trie. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_TOKENS_TOKEN_READER_H_
#define LLMZIP_PREDICTORS_TOKENS_TOKEN_READER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "llmzip/status.h"
#include "predictors/tokens/token_masses.h"

namespace llmzip::tokens {

class TokenReader {
 public:
  using Token = std::uint32_t;
  /// Appends at most `most` tokens that may come next in `lane`, in order.
  using Guesser = std::function<void(unsigned lane, std::size_t most, std::vector<Token>* guesses)>;

  TokenReader() = default;
  TokenReader(const TokenReader&) = delete;
  TokenReader& operator=(const TokenReader&) = delete;
  virtual ~TokenReader() = default;

  /// Begins a lane's text anew, with these tokens as its context.
  virtual void Restart(unsigned lane, std::span<const Token> context) = 0;

  /// Makes the distributions of these lanes' next tokens. `guess` may be asked for lanes of which it helps to know what
  /// may come; what is predicted does not depend on it.
  virtual Status Prepare(std::span<const unsigned> lanes, const Guesser& guess) = 0;

  /// Of the next token of `lane`, which was prepared.
  [[nodiscard]] virtual const TokenMasses& masses(unsigned lane) const = 0;

  /// The token that came.
  virtual void Take(unsigned lane, Token token) = 0;
};

}  // namespace llmzip::tokens

#endif  // LLMZIP_PREDICTORS_TOKENS_TOKEN_READER_H_
