#include "predictors/cm/mixing_predictor.h"

#include <cassert>
#include <string>
#include <type_traits>
#include <utility>

#include "coding/range_decoder.h"
#include "coding/range_encoder.h"
#include "predictors/cm/logistic.h"
#include "predictors/cm/mixing_model.h"
#include "predictors/cm/mixing_model_impl.h"
#include "predictors/cm/mixing_model_passing.h"
#include "predictors/cm/mixing_model_priming.h"
#include "predictors/cm/strengths.h"

namespace llmzip::cm {
namespace {

// `Base` is Predictor. Over PredictorInterface it is abstract as long as there is a function that it does not define:
// one that an external model would not be told of.
template <typename Strength, typename Base>
class MixingPredictor final : public Base {
 public:
  MixingPredictor(const PredictorShape& shape, std::unique_ptr<Predictor> external)
      : model_(shape, std::move(external)) {}

  [[nodiscard]] std::uint32_t alphabet_size() const override { return 2; }
  [[nodiscard]] unsigned frequency_bits() const override { return kProbabilityBits; }
  [[nodiscard]] unsigned lanes() const override { return model_.lane_count(); }
  [[nodiscard]] std::string environment() const override { return model_.external().environment(); }

  Status Predict(std::span<Frequency> frequencies) override {
    const std::span lanes = model_.lanes();
    assert(frequencies.size() % 2 == 0 && frequencies.size() / 2 <= lanes.size());
    if (lanes[0].bit == 0) LLMZIP_RETURN_IF_ERROR(model_.PredictExternal(frequencies.size() / 2));
    for (std::size_t l = 0; l < frequencies.size() / 2; ++l) {
      const std::uint32_t one = model_.PredictBit(lanes[l]);
      frequencies[2 * l] = (1U << kProbabilityBits) - one;
      frequencies[2 * l + 1] = one;
    }
    return Status::Ok();
  }

  Status Update(std::span<const Symbol> symbols) override {
    const std::span lanes = model_.lanes();
    assert(symbols.size() <= lanes.size());
    if (!learns_) return Pass(symbols);
    for (std::size_t l = 0; l < symbols.size(); ++l) model_.LearnBit(lanes[l], symbols[l] & 1U);
    return lanes[0].bit == 0 ? model_.LearnExternal(symbols.size()) : Status::Ok();
  }

  void StopLearning() override {
    learns_ = false;
    model_.external().StopLearning();
  }

  void SetFuture(std::span<const std::span<const std::uint8_t>> lanes) override { model_.external().SetFuture(lanes); }
  [[nodiscard]] bool can_prime() const override { return true; }
  Status Prime(std::span<const std::uint8_t> text, PrimeMode mode) override { return model_.Prime(text, mode); }
  [[nodiscard]] bool codes_runs() const override { return true; }

  // The coder is copied in and out, so that its state may live in registers.
  Status EncodeRun(std::span<const std::uint8_t> bytes, RangeEncoder* encoder) override {
    RangeEncoder own = *encoder;
    auto& lane = model_.lanes()[0];
    for (const std::uint8_t byte : bytes) {
      model_.FetchSecondHalf(lane, byte);
      LLMZIP_RETURN_IF_ERROR(model_.PredictExternal(1));
      for (unsigned place = 8; place-- > 0;) {
        const unsigned bit = (byte >> place) & 1U;
        own.EncodeBit(bit != 0, model_.PredictBit(lane), kProbabilityBits);
        model_.LearnBit(lane, bit);
      }
      LLMZIP_RETURN_IF_ERROR(model_.LearnExternal(1));
    }
    *encoder = own;
    return Status::Ok();
  }

  Status DecodeRun(std::span<std::uint8_t> bytes, RangeDecoder* decoder) override {
    RangeDecoder own = *decoder;
    auto& lane = model_.lanes()[0];
    for (std::uint8_t& byte : bytes) {
      LLMZIP_RETURN_IF_ERROR(model_.PredictExternal(1));
      unsigned bits = 0;
      for (unsigned place = 8; place-- > 0;) {
        const unsigned bit = own.DecodeBit(model_.PredictBit(lane), kProbabilityBits) ? 1 : 0;
        model_.LearnBit(lane, bit);
        bits = bits * 2 + bit;
      }
      byte = static_cast<std::uint8_t>(bits);
      LLMZIP_RETURN_IF_ERROR(model_.LearnExternal(1));
    }
    *decoder = own;
    return Status::Ok();
  }

  [[nodiscard]] bool codes_lanes() const override { return false; }
  Status CodeLanes(std::span<const CodedLane> /*lanes*/, BitCoder& /*coder*/) override {
    return Status::Unsupported("context mixing codes runs, not lanes");
  }

  Status BeginSegment(unsigned lane, const SegmentView& segment) override {
    LLMZIP_RETURN_IF_ERROR(model_.BeginSegment(lane, segment));
    return model_.external().BeginSegment(lane, segment);
  }

 private:
  Status Pass(std::span<const Symbol> symbols) {
    const std::span lanes = model_.lanes();
    for (std::size_t l = 0; l < symbols.size(); ++l) model_.PassBit(lanes[l], symbols[l] & 1U);
    return lanes[0].bit == 0 ? model_.PassExternal(symbols.size()) : Status::Ok();
  }

  MixingModel<Strength> model_;
  bool learns_ = true;
};

template <typename Strength>
std::unique_ptr<Predictor> Make(const PredictorShape& shape, std::unique_ptr<Predictor> external) {
  using Mix = WithExternal<Strength>;
  static_assert(!std::is_abstract_v<MixingPredictor<Mix, PredictorInterface>>, "a function is not passed on");
  if (external == nullptr) return std::make_unique<MixingPredictor<Strength, Predictor>>(shape, nullptr);
  return std::make_unique<MixingPredictor<Mix, Predictor>>(shape, std::move(external));
}

template <typename Strength>
std::uint64_t MemoryOf(const PredictorShape& shape, bool has_external) {
  return has_external ? MixingModel<WithExternal<Strength>>::Memory(shape) : MixingModel<Strength>::Memory(shape);
}

}  // namespace

std::uint64_t MixingPredictorMemory(MixingStrength strength, const PredictorShape& shape, bool has_external) {
  switch (strength) {
    case MixingStrength::kHuge:
      return MemoryOf<Huge>(shape, has_external);
    case MixingStrength::kMaximum:
      return MemoryOf<Maximum>(shape, has_external);
    case MixingStrength::kStandard:
      break;
  }
  return MemoryOf<Standard>(shape, has_external);
}

std::unique_ptr<Predictor> MakeMixingPredictor(MixingStrength strength, const PredictorShape& shape,
                                               std::unique_ptr<Predictor> external) {
  assert(external == nullptr || (external->alphabet_size() == 256 && external->lanes() == shape.lanes));
  switch (strength) {
    case MixingStrength::kHuge:
      return Make<Huge>(shape, std::move(external));
    case MixingStrength::kMaximum:
      return Make<Maximum>(shape, std::move(external));
    case MixingStrength::kStandard:
      break;
  }
  return Make<Standard>(shape, std::move(external));
}

}  // namespace llmzip::cm
