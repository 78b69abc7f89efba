// FinalMap: an SSE (APM) stage. A context and a mixed prediction -> a corrected prediction.
//
// Each context has 32 16-bit probabilities at equally spaced logits (one cache line), interpolated between the
// two nearest; learning moves the nearer one. Starts as the identity. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_FINAL_MAP_H_
#define LLMZIP_PREDICTORS_CM_FINAL_MAP_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "predictors/cm/logistic.h"
#include "predictors/cm/zeroed_array.h"

namespace llmzip::cm {

class FinalMap {
 public:
  static constexpr std::size_t kContextBytes = 64;

  FinalMap() = default;
  FinalMap(std::size_t contexts, unsigned rate) : cells_(contexts * kCells), rate_(rate) {}

  void Prefetch(std::size_t context) const { __builtin_prefetch(cells_.data() + context * kCells); }

  /// The corrected probability, 16 bits; `cell` is what Learn wants back.
  [[nodiscard]] std::uint32_t Refine(std::size_t context, int logit, std::uint32_t& cell) const {
    const auto position = static_cast<std::uint32_t>(std::clamp(logit, -kLimit, kLimit) + kLimit) *
                          static_cast<std::uint32_t>(kCells - 1);
    const std::uint32_t low = std::min<std::uint32_t>(position / (2 * kLimit), kCells - 2);
    const std::uint32_t weight = (position - low * 2 * kLimit) >> 5;  // of 128
    const std::size_t base = context * kCells + low;
    cell = static_cast<std::uint32_t>(base + (weight >= 64 ? 1 : 0));
    return (Value(base) * (128 - weight) + Value(base + 1) * weight) >> 7;
  }

  [[gnu::always_inline]] void Learn(std::uint32_t cell, unsigned bit) {
    const int value = static_cast<int>(Value(cell));
    const int target = bit != 0 ? 65535 : 0;
    const int moved = value + ((target - value + (bit != 0 ? (1 << rate_) - 1 : 0)) >> rate_);
    cells_[cell] = static_cast<std::uint16_t>(moved - static_cast<int>(kStart[cell % kCells]));
  }

 private:
  static constexpr int kCells = 32;
  static constexpr int kLimit = 2048;

  // The logit of cell i is (i * 4096 / 31 - 2048) / 256; a fresh map gives back its input.
  static const std::array<std::uint16_t, kCells> kStart;

  // Cells are kept as the difference from their start, so that untouched memory is a fresh map.
  [[nodiscard]] std::uint32_t Value(std::size_t cell) const {
    return static_cast<std::uint16_t>(cells_[cell] + kStart[cell % kCells]);
  }

  ZeroedArray<std::uint16_t> cells_;
  unsigned rate_ = 7;
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_FINAL_MAP_H_
