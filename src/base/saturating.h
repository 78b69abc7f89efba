// Sums and products of sizes and times that nobody bounds. Constant expressions; thread-safe.
#ifndef LLMZIP_BASE_SATURATING_H_
#define LLMZIP_BASE_SATURATING_H_

#include <cstdint>

namespace llmzip {

/// Sums and products that stay at UINT64_MAX instead of overflowing.
constexpr std::uint64_t SaturatingAdd(std::uint64_t a, std::uint64_t b) {
  return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}
constexpr std::uint64_t SaturatingMultiply(std::uint64_t a, std::uint64_t b) {
  return a != 0 && b > UINT64_MAX / a ? UINT64_MAX : a * b;
}

}  // namespace llmzip

#endif  // LLMZIP_BASE_SATURATING_H_
