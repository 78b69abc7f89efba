#include "predictors/cm/fast/fast_predictor.h"

#include "coding/range_decoder.h"
#include "coding/range_encoder.h"
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

  Status Predict(std::span<Frequency> frequencies) override {
    for (std::size_t i = 0; i < frequencies.size() / 2; ++i) {
      auto& lane = model_.lane(static_cast<unsigned>(i));
      const Frequency one = model_.Decide(lane);
      frequencies[2 * i] = (1U << fast::kFrequencyBits) - one;
      frequencies[2 * i + 1] = one;
    }
    return Status::Ok();
  }

  Status Update(std::span<const Symbol> symbols) override {
    for (std::size_t i = 0; i < symbols.size(); ++i) {
      auto& lane = model_.lane(static_cast<unsigned>(i));
      model_.Learn(lane, symbols[i]);
    }
    return Status::Ok();
  }

  [[nodiscard]] bool codes_runs() const override { return true; }

  // The coder is copied in and out, so that no call sees its address and its state may live in registers.
  Status EncodeRun(std::span<const std::uint8_t> bytes, RangeEncoder* encoder) override {
    RangeEncoder own = *encoder;
    for (const std::uint8_t byte : bytes) {
      std::uint32_t rest = byte;
      model_.template CodeByte<true>(byte, [&](std::uint32_t one) {
        const std::uint32_t bit = (rest >> 7) & 1U;
        rest <<= 1;
        own.EncodeBit(bit != 0, one, fast::kFrequencyBits);
        return bit;
      });
    }
    *encoder = own;
    return Status::Ok();
  }

  Status DecodeRun(std::span<std::uint8_t> bytes, RangeDecoder* decoder) override {
    RangeDecoder own = *decoder;
    for (std::uint8_t& byte : bytes) {
      std::uint32_t bits = 0;
      model_.template CodeByte<false>(0, [&](std::uint32_t one) {
        const std::uint32_t bit = own.DecodeBit(one, fast::kFrequencyBits) ? 1 : 0;
        bits = bits * 2 + bit;
        return bit;
      });
      byte = static_cast<std::uint8_t>(bits);
    }
    *decoder = own;
    return Status::Ok();
  }

 private:
  unsigned lanes_;
  fast::FastModel<Vector> model_;
};

}  // namespace

std::unique_ptr<Predictor> MakeFastPredictor(const PredictorShape& shape) {
  const fast::FastShape tables(shape);
  if (shape.context.kernel == Kernel::kScalar) return std::make_unique<FastPredictor<fast::PlainInt16x8>>(tables);
  return std::make_unique<FastPredictor<fast::NativeInt16x8>>(tables);
}

std::uint64_t FastPredictorMemory(const PredictorShape& shape) {
  constexpr std::uint64_t kFixed = 6 << 20;  // corrections, order 1, maps, weights, and alignment of the tables
  return kFixed + fast::FastShape(shape).TableBytes() +
         shape.lanes * std::uint64_t{sizeof(fast::FastModel<fast::NativeInt16x8>::Lane)};
}

}  // namespace llmzip::cm
