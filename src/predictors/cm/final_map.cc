#include "predictors/cm/final_map.h"

namespace llmzip::cm {

const std::array<std::uint16_t, FinalMap::kCells> FinalMap::kStart = [] {
  std::array<std::uint16_t, kCells> start{};
  for (int i = 0; i < kCells; ++i) {
    start[static_cast<std::size_t>(i)] =
        static_cast<std::uint16_t>(SquashQ8(i * 2 * kLimit / (kCells - 1) - kLimit) >> 6);
  }
  return start;
}();

}  // namespace llmzip::cm
