#include "eval/generate.h"

#include <cassert>
#include <utility>

namespace llmzip {

Generator::Generator(Predictor* predictor, std::uint64_t seed, double temperature, Learning learning,
                     std::vector<LaneSegment> segments)
    : predictor_(predictor),
      symbols_(predictor->alphabet_size()),
      sampler_(seed, temperature),
      frequencies_(predictor->alphabet_size()),
      stops_learning_(learning == Learning::kFromPrefix),
      segments_(std::move(segments)) {
  assert(predictor->lanes() == 1 && temperature >= 0);
}

Status Generator::BeginByte() {
  if (next_segment_ < segments_.size() && segments_[next_segment_].begin == position_) {
    LLMZIP_RETURN_IF_ERROR(predictor_->BeginSegment(0, segments_[next_segment_++].segment));
  }
  ++position_;
  return Status::Ok();
}

Status Generator::Feed(ByteView bytes) {
  for (const std::uint8_t byte : bytes) {
    LLMZIP_RETURN_IF_ERROR(BeginByte());
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
  LLMZIP_RETURN_IF_ERROR(BeginByte());
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
