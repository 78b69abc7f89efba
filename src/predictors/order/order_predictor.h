// OrderPredictor: adaptive symbol counts under the last 0 … 3 bytes. The plain reference among predictors.
//
// One row of 256 counts per context; a row's counts, scaled to 2^22, are the distribution. No mixing, no escapes, no
// check of hash collisions: the simplest order-n model. spec.md beside this file defines it exactly enough for a second
// implementation. Invariants: a row's counts plus one each add up to its total; every total is below kTotalLimit.
#ifndef LLMZIP_PREDICTORS_ORDER_ORDER_PREDICTOR_H_
#define LLMZIP_PREDICTORS_ORDER_ORDER_PREDICTOR_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "llmzip/predictor.h"
#include "predictors/shape.h"

namespace llmzip {

class OrderPredictor final : public Predictor {
 public:
  static constexpr unsigned kMaxOrder = 3;

  /// `order` is 0 … kMaxOrder.
  OrderPredictor(unsigned order, const PredictorShape& shape);

  /// An upper bound on what the object holds.
  static std::uint64_t MemoryBytes(unsigned order, const PredictorShape& shape);

  [[nodiscard]] std::uint32_t alphabet_size() const override { return kAlphabet; }
  [[nodiscard]] unsigned frequency_bits() const override { return kFrequencyBits; }
  [[nodiscard]] unsigned lanes() const override { return static_cast<unsigned>(histories_.size()); }
  Status Predict(std::span<Frequency> frequencies) override;
  Status Update(std::span<const Symbol> symbols) override;

 private:
  static constexpr std::uint32_t kAlphabet = 256;
  static constexpr unsigned kFrequencyBits = 22;
  static constexpr std::uint32_t kIncrement = 32;         // what one occurrence adds to a count
  static constexpr std::uint32_t kTotalLimit = 1U << 16;  // a row that reaches it is halved

  struct Row {
    std::array<std::uint16_t, kAlphabet> counts{};  // above the 1 that every symbol has from the start
    std::uint32_t total = kAlphabet;
  };

  static unsigned RowBits(unsigned order, std::uint64_t raw_size);
  static void Scale(const Row& row, std::span<Frequency> frequencies);
  static void Count(Row& row, Symbol symbol);
  [[nodiscard]] Row& RowOf(unsigned lane);

  unsigned order_;
  unsigned row_bits_;
  std::vector<std::uint32_t> histories_;  // a lane's last `order_` bytes, the newest lowest
  std::vector<Row> rows_;
};

}  // namespace llmzip

#endif  // LLMZIP_PREDICTORS_ORDER_ORDER_PREDICTOR_H_
