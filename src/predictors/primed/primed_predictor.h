// PrimedPredictor: another predictor, primed with a text before the first symbol: `primed(P,text:NAME)`.
//
// An adaptive predictor predicts badly at the beginning of every block. Primed, it starts with what it has learnt from
// a similar text (spec.md). Priming happens at the first use, not in the constructor, so that making an object as a
// check costs nothing. Thread safety: as Predictor.
#ifndef LLMZIP_PREDICTORS_PRIMED_PRIMED_PREDICTOR_H_
#define LLMZIP_PREDICTORS_PRIMED_PRIMED_PREDICTOR_H_

#include <cassert>
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "llmzip/codec.h"
#include "llmzip/predictor.h"

namespace llmzip {

/// `Base` is Predictor. Over PredictorInterface it is abstract as long as there is a function that it does not pass on.
template <typename Base>
class PrimedPredictorOver final : public Base {
 public:
  /// `predictor` must be one that can_prime(); it is primed with the last `bytes` of the text, at most all of it.
  PrimedPredictorOver(std::unique_ptr<Predictor> predictor, std::shared_ptr<const Bytes> text, std::uint64_t bytes,
                      PrimeMode mode)
      : predictor_(std::move(predictor)), text_(std::move(text)), bytes_(bytes), mode_(mode) {
    assert(predictor_->can_prime() && bytes_ <= text_->size());
  }

  [[nodiscard]] std::uint32_t alphabet_size() const override { return predictor_->alphabet_size(); }
  [[nodiscard]] unsigned frequency_bits() const override { return predictor_->frequency_bits(); }
  [[nodiscard]] unsigned lanes() const override { return predictor_->lanes(); }
  [[nodiscard]] std::string environment() const override { return predictor_->environment(); }
  [[nodiscard]] bool codes_runs() const override { return predictor_->codes_runs(); }
  [[nodiscard]] bool codes_lanes() const override { return predictor_->codes_lanes(); }

  /// It is primed already, and that happens once.
  [[nodiscard]] bool can_prime() const override { return false; }
  Status Prime(std::span<const std::uint8_t> /*text*/, PrimeMode /*mode*/) override {
    return Status::Unsupported("a primed predictor cannot be primed again");
  }

  Status Predict(std::span<Frequency> frequencies) override {
    LLMZIP_RETURN_IF_ERROR(PrimeOnce());
    return predictor_->Predict(frequencies);
  }
  Status Update(std::span<const Symbol> symbols) override { return predictor_->Update(symbols); }
  Status EncodeRun(std::span<const std::uint8_t> bytes, RangeEncoder* encoder) override {
    LLMZIP_RETURN_IF_ERROR(PrimeOnce());
    return predictor_->EncodeRun(bytes, encoder);
  }
  Status DecodeRun(std::span<std::uint8_t> bytes, RangeDecoder* decoder) override {
    LLMZIP_RETURN_IF_ERROR(PrimeOnce());
    return predictor_->DecodeRun(bytes, decoder);
  }
  Status CodeLanes(std::span<const CodedLane> lanes, BitCoder& coder) override {
    LLMZIP_RETURN_IF_ERROR(PrimeOnce());
    return predictor_->CodeLanes(lanes, coder);
  }
  Status BeginSegment(unsigned lane, const SegmentView& segment) override {
    LLMZIP_RETURN_IF_ERROR(PrimeOnce());
    return predictor_->BeginSegment(lane, segment);
  }

  /// Of the text all is learnt, whenever it is read.
  void StopLearning() override { predictor_->StopLearning(); }

  /// If priming fails, the next call that can fail returns the error.
  void SetFuture(std::span<const std::span<const std::uint8_t>> lanes) override {
    if (PrimeOnce().ok()) predictor_->SetFuture(lanes);
  }

 private:
  Status PrimeOnce() {
    if (text_ != nullptr) primed_ = predictor_->Prime(std::span(*std::exchange(text_, nullptr)).last(bytes_), mode_);
    return primed_;
  }

  std::unique_ptr<Predictor> predictor_;
  std::shared_ptr<const Bytes> text_;  // null once it has been learnt from
  std::uint64_t bytes_;
  PrimeMode mode_;
  Status primed_;
};

using PrimedPredictor = PrimedPredictorOver<Predictor>;
static_assert(!std::is_abstract_v<PrimedPredictorOver<PredictorInterface>>, "a function is not passed on");

}  // namespace llmzip

#endif  // LLMZIP_PREDICTORS_PRIMED_PRIMED_PREDICTOR_H_
