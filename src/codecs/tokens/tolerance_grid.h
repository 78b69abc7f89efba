// ToleranceGrid: how log-odds are cut into bins that two machines agree on, though their numbers differ a little.
//
// tolerance.spec.md beside this file says what it is for, and why it holds. Log-odds are binary logarithms with 16
// fraction bits. There are 64 grids, one a dither, each with its edges moved a little further; bins near even odds are
// `base width` wide and double every three bits, as exactness matters less where a decision is nearly certain.
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

  /// `millionths` of the tolerated difference of logits: 1 … 500000.
  explicit ToleranceGrid(std::uint32_t millionths);

  /// Where a value lies in a grid.
  struct Bin {
    std::uint32_t p1;        ///< P(1) of 2^kProbabilityBits that the bin stands for
    std::uint32_t distance;  ///< of the value from the nearest edge
    bool lowest;             ///< no edge below
    bool highest;            ///< no edge above
    [[nodiscard]] bool only() const { return lowest && highest; }
  };

  /// The bin of `value` in the grid of `dither`, of whose edges only those within ±reach count.
  [[nodiscard]] Bin Find(std::uint32_t dither, std::int32_t value, std::int32_t reach) const;

  /// Tokens that share a seed.
  [[nodiscard]] std::uint32_t run_length() const { return run_length_; }

  [[nodiscard]] std::uint32_t millionths() const { return millionths_; }

  /// By how much log-odds may differ for the tolerated difference of logits and the rounding of logarithms.
  [[nodiscard]] std::uint32_t margin() const { return margin_; }
  [[nodiscard]] std::uint32_t base_width() const { return base_width_; }

 private:
  struct Grid {
    std::vector<std::int32_t> edges;     // ascending
    std::vector<std::uint32_t> between;  // P(1) of the bin that ends at an edge, behind the first
    std::vector<std::uint32_t> below;    // P(1) of all that is below an edge, as the lowest bin
    std::vector<std::uint32_t> above;    // P(1) of all that is above an edge, as the highest bin
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
