// TokenGenerator: draws tokens from a predictor of tokens, as Generator draws bytes. Fails as its predictor does.
// Thread safety: none.
#ifndef LLMZIP_EVAL_GENERATE_TOKENS_H_
#define LLMZIP_EVAL_GENERATE_TOKENS_H_

#include <cstdint>
#include <vector>

#include "eval/sampler.h"
#include "llmzip/codec.h"
#include "llmzip/predictor.h"
#include "llmzip/status.h"
#include "symbols/tokeniser.h"

namespace llmzip {

class TokenGenerator {
 public:
  /// `predictor` is fresh and has one lane; both outlive this object.
  TokenGenerator(Predictor* predictor, const Tokeniser* tokeniser, std::uint64_t seed, double temperature);

  /// Updates the predictor with a given text; bytes that no token stands for are skipped.
  Status Feed(ByteView text);

  /// Draws the next token and returns its bytes; none after a token that stands for no bytes, which ends a text.
  [[nodiscard]] StatusOr<ByteView> Next();

 private:
  Predictor* predictor_;
  const Tokeniser* tokeniser_;
  Sampler sampler_;
  std::vector<Frequency> frequencies_;
};

}  // namespace llmzip

#endif  // LLMZIP_EVAL_GENERATE_TOKENS_H_
