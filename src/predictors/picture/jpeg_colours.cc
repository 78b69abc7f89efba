#include "predictors/picture/jpeg_colours.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace llmzip::picture {
namespace {

// Hundred-thousandths, times 2^16, rounded.
constexpr std::int32_t kRedOfCr = 91881;    // 1.40200
constexpr std::int32_t kBlueOfCb = 116130;  // 1.77200
constexpr std::int32_t kGreenOfCr = 46802;  // 0.71414
constexpr std::int32_t kGreenOfCb = 22554;  // 0.34414
constexpr std::int32_t kHalfUnit = 1 << 15;
constexpr std::int32_t kClippedReach = 24;  // how far from the expected differences a clipped colour is looked for

std::int32_t Clipped(std::int32_t v) { return std::clamp(v, 0, 255); }

// What ToRgb adds to the brightness.
Rgb Added(std::int32_t cb, std::int32_t cr) {
  const std::int32_t b = cb - 128;
  const std::int32_t r = cr - 128;
  return {(kRedOfCr * r + kHalfUnit) >> 16, (-kGreenOfCb * b - kGreenOfCr * r + kHalfUnit) >> 16,
          (kBlueOfCb * b + kHalfUnit) >> 16};
}

}  // namespace

Rgb ToRgb(const Brightness& from) {
  const Rgb added = Added(from[1], from[2]);
  return {Clipped(from[0] + added[0]), Clipped(from[0] + added[1]), Clipped(from[0] + added[2])};
}

Brightness Nearest(const Rgb& colour) {
  const auto [r, g, b] = colour;
  return {(19595 * r + 38470 * g + 7471 * b + kHalfUnit) >> 16,
          Clipped((-11059 * r - 21709 * g + 32768 * b + (128 << 16) + kHalfUnit) >> 16),
          Clipped((32768 * r - 27439 * g - 5329 * b + (128 << 16) + kHalfUnit) >> 16)};
}

bool FromRgb(const Rgb& colour, std::int32_t expected_cb, std::int32_t expected_cr, Brightness* found) {
  const Brightness nearest = Nearest(colour);
  *found = nearest;
  std::int32_t best = std::numeric_limits<std::int32_t>::max();
  const auto consider = [&](const Brightness& candidate) {
    for (const std::int32_t v : candidate) {
      if (v < 0 || v > 255) return;
    }
    if (ToRgb(candidate) != colour) return;
    const std::int32_t distance = std::abs(candidate[1] - expected_cb) + std::abs(candidate[2] - expected_cr);
    if (distance >= best) return;
    best = distance;
    *found = candidate;
  };
  for (std::int32_t y = -1; y <= 1; ++y) {
    for (std::int32_t cb = -1; cb <= 1; ++cb) {
      for (std::int32_t cr = -1; cr <= 1; ++cr) consider({nearest[0] + y, nearest[1] + cb, nearest[2] + cr});
    }
  }
  const auto [least, most] = std::minmax({colour[0], colour[1], colour[2]});
  if (best != std::numeric_limits<std::int32_t>::max() || (least > 0 && most < 255)) return best < 1024;

  // A clipped colour: the differences may be far from the nearest ones.
  for (std::int32_t cr = std::max(0, expected_cr - kClippedReach); cr <= std::min(255, expected_cr + kClippedReach);
       ++cr) {
    for (std::int32_t cb = std::max(0, expected_cb - kClippedReach); cb <= std::min(255, expected_cb + kClippedReach);
         ++cb) {
      const Rgb added = Added(cb, cr);
      std::int32_t low = 0;
      std::int32_t high = 255;
      for (std::size_t c = 0; c < 3; ++c) {
        if (colour[c] != 0) low = std::max(low, colour[c] - added[c]);
        if (colour[c] != 255) high = std::min(high, colour[c] - added[c]);
      }
      if (low <= high) consider({std::clamp(nearest[0], low, high), cb, cr});
    }
  }
  return best != std::numeric_limits<std::int32_t>::max();
}

}  // namespace llmzip::picture
