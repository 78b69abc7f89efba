#include "codecs/tokens/tolerance_grid.h"

#include <algorithm>
#include <cassert>

#include "coding/log2.h"

namespace llmzip {
namespace {

constexpr std::int64_t kOne = 1 << 16;  // one bit
constexpr std::int64_t kFarthestEdge = 18 * kOne;
constexpr std::int64_t kFarthestValue = 20 * kOne;
constexpr std::uint64_t kUnitsPerNat = 94548;  // 2^16 / ln 2
constexpr std::uint32_t kLongestRun = 1024;

// The largest x with x * x * x <= cube; cube < 2^63.
std::uint64_t CubeRoot(std::uint64_t cube) {
  std::uint64_t root = 0;
  for (std::uint64_t bit = std::uint64_t{1} << 20; bit > 0; bit >>= 1) {
    const std::uint64_t next = root + bit;
    if (next * next * next <= cube) root = next;
  }
  return root;
}

// P(1) for log-odds `value`: 1 / (1 + 2^-value).
std::uint32_t ProbabilityOf(std::int64_t value) {
  const std::int64_t size = std::min(value < 0 ? -value : value, kFarthestValue);
  // The smallest 25-bit number whose logarithm has the required fraction.
  std::uint32_t low = 1U << 24;
  std::uint32_t high = (1U << 25) - 1;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (FineLog2Q16(middle) - 24 * kOne >= size % kOne) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  const auto unlikely = static_cast<std::uint32_t>((std::uint64_t{1} << 48) /
                                                   ((std::uint64_t{1} << 24) + (std::uint64_t{low} << (size / kOne))));
  return value < 0 ? unlikely : (1U << ToleranceGrid::kProbabilityBits) - unlikely;
}

}  // namespace

ToleranceGrid::ToleranceGrid(std::uint32_t millionths) : millionths_(millionths) {
  assert(millionths >= 1 && millionths <= 500000);
  margin_ = static_cast<std::uint32_t>(millionths * 2 * kUnitsPerNat / 1'000'000 + 5);
  const std::uint64_t cheapest = CubeRoot(96 * margin_ * kUnitsPerNat * kUnitsPerNat);
  base_width_ = static_cast<std::uint32_t>(std::max<std::uint64_t>(cheapest, 8 * margin_));
  run_length_ = std::clamp<std::uint32_t>(base_width_ / (4 * margin_), 1, kLongestRun);
  for (std::uint32_t dither = 0; dither < grids_.size(); ++dither) grids_[dither] = MakeGrid(dither);
}

std::int64_t ToleranceGrid::WidthAt(std::int64_t distance) const {
  constexpr std::int64_t kDoubling = 3 * kOne;
  const std::int64_t width = std::int64_t{base_width_} << (distance / kDoubling);
  return width + width * (distance % kDoubling) / kDoubling;
}

ToleranceGrid::Grid ToleranceGrid::MakeGrid(std::uint32_t dither) const {
  Grid grid;
  const std::int64_t first = std::int64_t{base_width_} * (2 * dither + 1) / (2 * grids_.size());
  for (std::int64_t edge = base_width_ - first; edge <= kFarthestEdge; edge += WidthAt(edge)) {
    grid.edges.push_back(static_cast<std::int32_t>(-edge));
  }
  std::ranges::reverse(grid.edges);
  for (std::int64_t edge = first; edge <= kFarthestEdge; edge += WidthAt(edge)) {
    grid.edges.push_back(static_cast<std::int32_t>(edge));
  }
  const std::int64_t beyond = std::max<std::int64_t>(kOne, base_width_ / 2);
  for (std::size_t i = 0; i < grid.edges.size(); ++i) {
    const std::int64_t edge = grid.edges[i];
    const std::int64_t before = i == 0 ? edge : grid.edges[i - 1];
    grid.between.push_back(ProbabilityOf((before + edge) / 2));
    grid.below.push_back(ProbabilityOf(edge - beyond));
    grid.above.push_back(ProbabilityOf(edge + beyond));
  }
  return grid;
}

ToleranceGrid::Bin ToleranceGrid::Find(std::uint32_t dither, std::int32_t value, std::int32_t reach) const {
  const Grid& grid = grids_[dither];
  const auto begin = std::ranges::lower_bound(grid.edges, -reach);
  const auto end = std::ranges::upper_bound(grid.edges, reach);
  Bin bin{1U << (kProbabilityBits - 1), UINT32_MAX, true, true};
  if (begin >= end) return bin;
  const auto above = std::upper_bound(begin, end, value);  // the first edge above it
  bin.lowest = above == begin;
  bin.highest = above == end;
  const auto index = static_cast<std::size_t>(above - grid.edges.begin());
  if (!bin.lowest) bin.distance = static_cast<std::uint32_t>(value - grid.edges[index - 1]);
  if (!bin.highest) bin.distance = std::min(bin.distance, static_cast<std::uint32_t>(grid.edges[index] - value));
  if (bin.lowest) {
    bin.p1 = grid.below[index];
  } else if (bin.highest) {
    bin.p1 = grid.above[index - 1];
  } else {
    bin.p1 = grid.between[index];
  }
  return bin;
}

}  // namespace llmzip
