#include "predictors/cm/mixing_predictor.h"

#include <cassert>
#include <utility>

#include "coding/foreseeing.h"
#include "coding/reading.h"
#include "coding/run_coding_predictor.h"
#include "predictors/cm/logistic.h"
#include "predictors/cm/mixing_model.h"
#include "predictors/cm/mixing_model_impl.h"
#include "predictors/cm/mixing_model_reading.h"
#include "predictors/cm/strengths.h"

namespace llmzip::cm {
namespace {

template <typename Strength>
class MixingPredictor final : public RunCodingPredictor, public Foreseeing, public Reading {
 public:
  MixingPredictor(const PredictorShape& shape, std::unique_ptr<Predictor> outside)
      : model_(shape, std::move(outside)) {}

  [[nodiscard]] std::uint32_t alphabet_size() const override { return 2; }
  [[nodiscard]] unsigned frequency_bits() const override { return kProbabilityBits; }
  [[nodiscard]] unsigned lanes() const override { return model_.lane_count(); }

  void Predict(std::span<Frequency> frequencies) override {
    const std::span lanes = model_.lanes();
    assert(frequencies.size() % 2 == 0 && frequencies.size() / 2 <= lanes.size());
    if (lanes[0].bit == 0) model_.Ask(frequencies.size() / 2);
    for (std::size_t l = 0; l < frequencies.size() / 2; ++l) {
      const std::uint32_t one = model_.PredictBit(lanes[l]);
      frequencies[2 * l] = (1U << kProbabilityBits) - one;
      frequencies[2 * l + 1] = one;
    }
  }

  void Update(std::span<const Symbol> symbols) override {
    const std::span lanes = model_.lanes();
    assert(symbols.size() <= lanes.size());
    for (std::size_t l = 0; l < symbols.size(); ++l) model_.LearnBit(lanes[l], symbols[l] & 1U);
    if (lanes[0].bit == 0) model_.Tell(symbols.size());
  }

  void Foresee(std::span<const std::span<const std::uint8_t>> lanes) override { model_.Foresee(lanes); }
  void Read(std::span<const std::uint8_t> text, Matter matter) override { model_.Read(text, matter); }

  // The coder is copied in and out, so that its state may live in registers.
  void EncodeRun(std::span<const std::uint8_t> bytes, RangeEncoder* encoder) override {
    RangeEncoder own = *encoder;
    auto& lane = model_.lanes()[0];
    for (const std::uint8_t byte : bytes) {
      model_.FetchSecondHalf(lane, byte);
      model_.Ask(1);
      for (unsigned place = 8; place-- > 0;) {
        const unsigned bit = (byte >> place) & 1U;
        own.EncodeBit(bit != 0, model_.PredictBit(lane), kProbabilityBits);
        model_.LearnBit(lane, bit);
      }
      model_.Tell(1);
    }
    *encoder = own;
  }

  void DecodeRun(std::span<std::uint8_t> bytes, RangeDecoder* decoder) override {
    RangeDecoder own = *decoder;
    auto& lane = model_.lanes()[0];
    for (std::uint8_t& byte : bytes) {
      model_.Ask(1);
      unsigned bits = 0;
      for (unsigned place = 8; place-- > 0;) {
        const unsigned bit = own.DecodeBit(model_.PredictBit(lane), kProbabilityBits) ? 1 : 0;
        model_.LearnBit(lane, bit);
        bits = bits * 2 + bit;
      }
      byte = static_cast<std::uint8_t>(bits);
      model_.Tell(1);
    }
    *decoder = own;
  }

 private:
  MixingModel<Strength> model_;
};

template <typename Strength>
std::unique_ptr<Predictor> Make(const PredictorShape& shape, std::unique_ptr<Predictor> outside) {
  if (outside == nullptr) return std::make_unique<MixingPredictor<Strength>>(shape, nullptr);
  return std::make_unique<MixingPredictor<WithOutside<Strength>>>(shape, std::move(outside));
}

template <typename Strength>
std::uint64_t MemoryOf(const PredictorShape& shape, bool has_outside) {
  return has_outside ? MixingModel<WithOutside<Strength>>::Memory(shape) : MixingModel<Strength>::Memory(shape);
}

}  // namespace

std::uint64_t MixingPredictorMemory(MixingStrength strength, const PredictorShape& shape, bool has_outside) {
  switch (strength) {
    case MixingStrength::kHuge:
      return MemoryOf<Huge>(shape, has_outside);
    case MixingStrength::kMaximum:
      return MemoryOf<Maximum>(shape, has_outside);
    case MixingStrength::kStandard:
      break;
  }
  return MemoryOf<Standard>(shape, has_outside);
}

std::unique_ptr<Predictor> MakeMixingPredictor(MixingStrength strength, const PredictorShape& shape,
                                               std::unique_ptr<Predictor> outside) {
  assert(outside == nullptr || (outside->alphabet_size() == 256 && outside->lanes() == shape.lanes));
  switch (strength) {
    case MixingStrength::kHuge:
      return Make<Huge>(shape, std::move(outside));
    case MixingStrength::kMaximum:
      return Make<Maximum>(shape, std::move(outside));
    case MixingStrength::kStandard:
      break;
  }
  return Make<Standard>(shape, std::move(outside));
}

}  // namespace llmzip::cm
