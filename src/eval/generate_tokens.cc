#include "eval/generate_tokens.h"

#include <cassert>

#include "codecs/tokens/tokenise.h"

namespace llmzip {

TokenGenerator::TokenGenerator(Predictor* predictor, const Tokeniser* tokeniser, std::uint64_t seed, double temperature)
    : predictor_(predictor),
      tokeniser_(tokeniser),
      sampler_(seed, temperature),
      frequencies_(predictor->alphabet_size()) {
  assert(predictor->lanes() == 1);
}

Status TokenGenerator::Feed(ByteView text) {
  const std::uint32_t vocabulary = tokeniser_->vocabulary_size();
  for (const Symbol token : Tokenise(tokeniser_, text).tokens) {
    if (token >= vocabulary) continue;
    LLMZIP_RETURN_IF_ERROR(predictor_->Predict(frequencies_));
    LLMZIP_RETURN_IF_ERROR(predictor_->Update(std::span(&token, 1)));
  }
  return Status::Ok();
}

StatusOr<ByteView> TokenGenerator::Next() {
  LLMZIP_RETURN_IF_ERROR(predictor_->Predict(frequencies_));
  const Symbol token = sampler_.Draw(frequencies_, predictor_->frequency_bits());
  LLMZIP_RETURN_IF_ERROR(predictor_->Update(std::span(&token, 1)));
  return token < tokeniser_->vocabulary_size() ? tokeniser_->Meaning(token) : ByteView();
}

}  // namespace llmzip
