#include "eval/generate.h"

#include <cassert>
#include <utility>

namespace llmzip {

Generator::Generator(Predictor* predictor, std::uint64_t seed, double temperature, Learning learning)
    : predictor_(predictor),
      symbols_(predictor->alphabet_size()),
      sampler_(seed, temperature),
      frequencies_(predictor->alphabet_size()),
      stops_learning_(learning == Learning::kFromPrefix) {
  assert(predictor->lanes() == 1 && temperature >= 0);
}

Status Generator::Feed(ByteView bytes) {
  for (const std::uint8_t byte : bytes) {
    for (unsigned part = 0; part < symbols_.per_byte(); ++part) {
      const Symbol symbol = symbols_.Part(byte, part);
      LLMZIP_RETURN_IF_ERROR(predictor_->Predict(frequencies_));
      LLMZIP_RETURN_IF_ERROR(predictor_->Update(std::span(&symbol, 1)));
    }
  }
  return Status::Ok();
}

StatusOr<std::uint8_t> Generator::Next() {
  if (std::exchange(stops_learning_, false)) predictor_->StopLearning();
  std::uint8_t byte = 0;
  for (unsigned part = 0; part < symbols_.per_byte(); ++part) {
    LLMZIP_RETURN_IF_ERROR(predictor_->Predict(frequencies_));
    const Symbol symbol = sampler_.Draw(frequencies_, predictor_->frequency_bits());
    LLMZIP_RETURN_IF_ERROR(predictor_->Update(std::span(&symbol, 1)));
    byte = symbols_.Append(byte, symbol);
  }
  return byte;
}

}  // namespace llmzip
