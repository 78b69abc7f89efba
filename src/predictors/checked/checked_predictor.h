// CheckedPredictor: a predictor of somebody else's, whose distributions are looked at before the coder relies on them.
//
// The range coder takes for granted that frequencies are at least 1 and sum to 2^k; given others it might never end.
// Here they become an error of the block instead. Everything else is passed on, but for coding runs by itself, which
// only llmzip's own predictors do. Thread safety: as Predictor.
#ifndef LLMZIP_PREDICTORS_CHECKED_CHECKED_PREDICTOR_H_
#define LLMZIP_PREDICTORS_CHECKED_CHECKED_PREDICTOR_H_

#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "llmzip/predictor.h"

namespace llmzip {

/// `Base` is Predictor. Over PredictorInterface it is abstract as long as there is a function that it does not pass on.
template <typename Base>
class CheckedPredictorOver final : public Base {
 public:
  /// `name` is for errors.
  CheckedPredictorOver(std::string name, std::unique_ptr<Predictor> predictor)
      : name_(std::move(name)), predictor_(std::move(predictor)) {}

  [[nodiscard]] std::uint32_t alphabet_size() const override { return predictor_->alphabet_size(); }
  [[nodiscard]] unsigned frequency_bits() const override { return predictor_->frequency_bits(); }
  [[nodiscard]] unsigned lanes() const override { return predictor_->lanes(); }
  [[nodiscard]] std::string environment() const override { return predictor_->environment(); }
  [[nodiscard]] bool can_prime() const override { return predictor_->can_prime(); }
  Status Prime(std::span<const std::uint8_t> text, PrimeMode mode) override { return predictor_->Prime(text, mode); }
  Status Update(std::span<const Symbol> symbols) override { return predictor_->Update(symbols); }
  void SetFuture(std::span<const std::span<const std::uint8_t>> lanes) override { predictor_->SetFuture(lanes); }
  Status BeginSegment(unsigned lane, const SegmentView& segment) override {
    return predictor_->BeginSegment(lane, segment);
  }
  void StopLearning() override { predictor_->StopLearning(); }

  [[nodiscard]] bool codes_runs() const override { return false; }
  Status EncodeRun(std::span<const std::uint8_t> /*bytes*/, RangeEncoder* /*encoder*/) override { return NoRuns(); }
  Status DecodeRun(std::span<std::uint8_t> /*bytes*/, RangeDecoder* /*decoder*/) override { return NoRuns(); }
  [[nodiscard]] bool codes_lanes() const override { return false; }
  Status CodeLanes(std::span<const CodedLane> /*lanes*/, BitCoder& /*coder*/) override { return NoRuns(); }

  Status Predict(std::span<Frequency> frequencies) override {
    LLMZIP_RETURN_IF_ERROR(predictor_->Predict(frequencies));
    const std::size_t symbols = alphabet_size();
    for (std::size_t row = 0; row < frequencies.size(); row += symbols) {
      std::uint64_t sum = 0;
      bool positive = true;
      for (const Frequency frequency : frequencies.subspan(row, symbols)) {
        sum += frequency;
        positive = positive && frequency != 0;
      }
      if (positive && sum == std::uint64_t{1} << frequency_bits()) continue;
      return Status::InvalidArgument("the predictor '" + name_ + "' " +
                                     (positive ? "gave frequencies that sum to " + std::to_string(sum) + ", not 2^" +
                                                     std::to_string(frequency_bits())
                                               : "gave a symbol no frequency"));
    }
    return Status::Ok();
  }

 private:
  static Status NoRuns() { return Status::Unsupported("this predictor codes neither runs nor lanes itself"); }

  std::string name_;
  std::unique_ptr<Predictor> predictor_;
};

using CheckedPredictor = CheckedPredictorOver<Predictor>;
static_assert(!std::is_abstract_v<CheckedPredictorOver<PredictorInterface>>, "a function is not passed on");

}  // namespace llmzip

#endif  // LLMZIP_PREDICTORS_CHECKED_CHECKED_PREDICTOR_H_
