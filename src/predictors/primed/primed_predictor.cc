#include "predictors/primed/primed_predictor.h"

#include <cassert>
#include <utility>

namespace llmzip {

bool PrimedPredictor::CanPrime(const Predictor& predictor) {
  return dynamic_cast<const RunCodingPredictor*>(&predictor) != nullptr &&
         dynamic_cast<const Reading*>(&predictor) != nullptr;
}

PrimedPredictor::PrimedPredictor(std::unique_ptr<Predictor> predictor, std::shared_ptr<const Bytes> text,
                                 std::uint64_t bytes, Reading::Matter matter)
    : predictor_(std::move(predictor)), text_(std::move(text)), bytes_(bytes), matter_(matter) {
  assert(CanPrime(*predictor_) && bytes_ <= text_->size());
}

void PrimedPredictor::ReadFirst() {
  if (text_ == nullptr) return;
  dynamic_cast<Reading&>(*predictor_).Read(std::span(*text_).last(bytes_), matter_);
  text_ = nullptr;
}

void PrimedPredictor::Predict(std::span<Frequency> frequencies) {
  ReadFirst();
  predictor_->Predict(frequencies);
}

void PrimedPredictor::EncodeRun(std::span<const std::uint8_t> bytes, RangeEncoder* encoder) {
  ReadFirst();
  dynamic_cast<RunCodingPredictor&>(*predictor_).EncodeRun(bytes, encoder);
}

void PrimedPredictor::DecodeRun(std::span<std::uint8_t> bytes, RangeDecoder* decoder) {
  ReadFirst();
  dynamic_cast<RunCodingPredictor&>(*predictor_).DecodeRun(bytes, decoder);
}

void PrimedPredictor::Foresee(std::span<const std::span<const std::uint8_t>> lanes) {
  ReadFirst();
  if (auto* const foreseeing = dynamic_cast<Foreseeing*>(predictor_.get())) foreseeing->Foresee(lanes);
}

}  // namespace llmzip
