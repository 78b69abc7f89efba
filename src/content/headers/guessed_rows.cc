#include "content/headers/guessed_rows.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace llmzip {
namespace {

constexpr std::uint64_t kLeastStride = 64;
constexpr std::uint64_t kMostStride = 1 << 18;
constexpr std::uint64_t kLooked = 8192;  // bytes, for each length of rows that is tried
constexpr std::uint64_t kMostTried = 128;

// The mean distance of bytes to those `distance` before, in 256ths: of bytes spread over all that is there, and of
// these of every `step`-th from `first` on.
std::uint64_t Change(ByteView bytes, std::uint64_t distance, std::uint64_t step = 1, std::uint64_t first = 0) {
  const std::uint64_t room = bytes.size() - distance - 64;
  std::uint64_t sum = 0;
  std::uint64_t count = 0;
  constexpr std::uint64_t kRun = 24;  // a multiple of all steps
  for (std::uint64_t piece = 0; piece < kLooked / kRun; ++piece) {
    const std::uint64_t begin = distance + room * piece / (kLooked / kRun) / kRun * kRun;
    for (std::uint64_t i = begin + first; i < begin + kRun; i += step) {
      sum += static_cast<std::uint64_t>(std::abs(static_cast<int>(bytes[i]) - static_cast<int>(bytes[i - distance])));
      ++count;
    }
  }
  return sum * 256 / count;
}

// How alike bytes are that lie `stride` apart, in 256ths of how alike any are: of every byte, or of every second, of
// which one kind may be the low bytes of 16 bits, which look random.
std::uint64_t Unlikeness(ByteView pixels, std::uint64_t stride) {
  const std::uint64_t step = stride % 2 == 0 ? 2 : 1;
  const std::uint64_t any = std::min<std::uint64_t>(pixels.size() / 2 / 2 * 2, 100'004);
  std::uint64_t least = UINT64_MAX;
  for (std::uint64_t first = 0; first < step; ++first) {
    least = std::min(least, Change(pixels, stride, step, first) * 256 / (1 + Change(pixels, any, step, first)));
  }
  return least;
}

// The length of rows that divides `size` and makes neighbours most alike; 0 if none does.
std::uint64_t BestStride(ByteView pixels, std::uint64_t size) {
  std::uint64_t least = 140;
  std::uint64_t best = 0;
  std::uint64_t tried = 0;
  for (std::uint64_t stride = kLeastStride; stride <= kMostStride && stride * 4 <= pixels.size(); ++stride) {
    if (size % stride > 1) continue;
    if (++tried > kMostTried) break;
    const std::uint64_t unlike = Unlikeness(pixels, stride);
    const bool is_multiple = best != 0 && stride % best == 0;
    if (is_multiple ? unlike < least / 4 * 3 : unlike < least) {
      least = unlike;
      best = stride;
    }
  }
  return best;
}

}  // namespace

std::optional<PictureParameters> GuessRows(ByteView pixels, std::uint64_t size) {
  constexpr std::uint64_t kTooFew = 65536;
  if (pixels.size() < kTooFew) return std::nullopt;
  const std::uint64_t stride = BestStride(pixels, size);
  if (stride == 0) return std::nullopt;
  PictureParameters picture{.stride = static_cast<std::uint32_t>(stride)};
  // Of 16 bits the low byte is much less alike than the high one, from one row to the next too.
  std::uint64_t bytes = 1;
  std::uint64_t high = 0;  // which of two bytes is the high one
  if (stride % 2 == 0) {
    const std::uint64_t even = Change(pixels, stride, 2, 0);
    const std::uint64_t odd = Change(pixels, stride, 2, 1);
    if (even > 3 * odd || odd > 3 * even) {
      bytes = 2;
      high = even > odd ? 1 : 0;
      picture.bits = 16;
      picture.little_endian = high == 1;
    }
  }
  // Channels: the distance at which samples are most alike; a longer one only if it is clearly better.
  std::uint64_t least = UINT64_MAX;
  for (const std::uint8_t channels : {3, 1, 4, 2}) {
    if (stride % (bytes * channels) != 0) continue;
    const std::uint64_t change = Change(pixels, bytes * channels, bytes, high);
    if (change < least / 4 * 3) {
      least = change;
      picture.channels = channels;
    }
  }
  picture.width = static_cast<std::uint32_t>(stride / (bytes * picture.channels));
  picture.alpha_last = picture.channels == 4 || picture.channels == 2;
  return picture;
}

}  // namespace llmzip
