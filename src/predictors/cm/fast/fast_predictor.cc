#include "predictors/cm/fast/fast_predictor.h"

#include "base/cpu.h"
#include "predictors/cm/fast/fast_model_impl.h"

namespace llmzip::cm {
namespace {

template <typename Vector>
class FastPredictor final : public Predictor {
 public:
  explicit FastPredictor(const fast::FastShape& shape) : lanes_(shape.lanes), model_(shape) {}

  [[nodiscard]] std::uint32_t alphabet_size() const override { return 2; }
  [[nodiscard]] unsigned frequency_bits() const override { return fast::kFrequencyBits; }
  [[nodiscard]] unsigned lanes() const override { return lanes_; }

  void Predict(std::span<Frequency> frequencies) override {
    for (std::size_t i = 0; i < frequencies.size() / 2; ++i) {
      auto& lane = model_.lane(static_cast<unsigned>(i));
      const Frequency one = model_.Decide(lane, &lane.decision);
      frequencies[2 * i] = (1U << fast::kFrequencyBits) - one;
      frequencies[2 * i + 1] = one;
    }
  }

  void Update(std::span<const Symbol> symbols) override {
    for (std::size_t i = 0; i < symbols.size(); ++i) {
      auto& lane = model_.lane(static_cast<unsigned>(i));
      model_.Learn(lane, lane.decision, symbols[i]);
    }
  }

 private:
  unsigned lanes_;
  fast::FastModel<Vector> model_;
};

}  // namespace

std::unique_ptr<Predictor> MakeFastPredictor(const PredictorShape& shape) {
  const fast::FastShape tables(shape);
  if (ActiveKernel() == Kernel::kScalar) return std::make_unique<FastPredictor<fast::PlainInt16x8>>(tables);
  return std::make_unique<FastPredictor<fast::NativeInt16x8>>(tables);
}

std::uint64_t FastPredictorMemory(const PredictorShape& shape) {
  constexpr std::uint64_t kFixed = 6 << 20;  // corrections, order 1, maps, weights, and alignment of the tables
  return kFixed + fast::FastShape(shape).TableBytes() +
         shape.lanes * std::uint64_t{sizeof(fast::FastModel<fast::NativeInt16x8>::Lane)};
}

}  // namespace llmzip::cm
