// ToleranceGrid: divides log-odds into bins that two machines agree on, though their values differ slightly.
//
// tolerance.spec.md beside this file explains its purpose and why it works. Log-odds are binary logarithms with 16
// fraction bits. There are 64 grids, one for each dither, each with its edges shifted a little further. Bins near even
// odds are `base width` wide; their width doubles every three bits, because exactness matters less where a decision is
// nearly certain.
// Immutable once made; thread-safe.
#ifndef LLMZIP_CODECS_TOKENS_TOLERANCE_GRID_H_
#define LLMZIP_CODECS_TOKENS_TOLERANCE_GRID_H_

#include <array>
#include <cstdint>
#include <vector>

namespace llmzip {

class ToleranceGrid {
 public:
  static constexpr unsigned kDitherBits = 6;
  static constexpr unsigned kProbabilityBits = 24;

  /// The tolerated difference of logits, in millionths: 1 … 500000.
  explicit ToleranceGrid(std::uint32_t millionths);

  /// The bin of a value in a grid.
  struct Bin {
    std::uint32_t p1;        ///< P(1) of 2^kProbabilityBits that the bin stands for
    std::uint32_t distance;  ///< of the value from the nearest edge
    bool lowest;             ///< no edge below
    bool highest;            ///< no edge above
    [[nodiscard]] bool only() const { return lowest && highest; }
  };

  /// The bin of `value` in the grid number `dither`, with only the edges within ±reach.
  [[nodiscard]] Bin Find(std::uint32_t dither, std::int32_t value, std::int32_t reach) const;

  /// Number of tokens that share a seed.
  [[nodiscard]] std::uint32_t run_length() const { return run_length_; }

  [[nodiscard]] std::uint32_t millionths() const { return millionths_; }

  /// How much log-odds may differ, given the tolerated difference of logits and the rounding of logarithms.
  [[nodiscard]] std::uint32_t margin() const { return margin_; }
  [[nodiscard]] std::uint32_t base_width() const { return base_width_; }

 private:
  struct Grid {
    std::vector<std::int32_t> edges;     // ascending
    std::vector<std::uint32_t> between;  // P(1) of the bin between the edge before and this edge
    std::vector<std::uint32_t> below;    // P(1) of the lowest bin, if this is the lowest edge that counts
    std::vector<std::uint32_t> above;    // P(1) of the highest bin, if this is the highest edge that counts
  };

  [[nodiscard]] std::int64_t WidthAt(std::int64_t distance) const;
  [[nodiscard]] Grid MakeGrid(std::uint32_t dither) const;

  std::uint32_t millionths_;
  std::uint32_t margin_;
  std::uint32_t base_width_;
  std::uint32_t run_length_;
  std::array<Grid, 1U << kDitherBits> grids_;
};

}  // namespace llmzip

#endif  // LLMZIP_CODECS_TOKENS_TOLERANCE_GRID_H_
