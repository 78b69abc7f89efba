// Binary logarithms of integers, in integers: they turn frequencies into log-odds without floats.
//
// One table, built at compile time by integer arithmetic alone, so that every machine and compiler gets the same
// numbers. "Q16" has 16 fraction bits. Thread safety: constants and pure functions.
#ifndef LLMZIP_CODING_LOG2_H_
#define LLMZIP_CODING_LOG2_H_

#include <array>
#include <bit>
#include <cstdint>

namespace llmzip {

/// log2(1 + i / 2048) with 16 fraction bits, rounded down.
extern const std::array<std::uint32_t, 2048> kLog2Mantissa;

/// floor(log2(x) * 2^16) up to the 11 bits of x after its highest one; x >= 1.
inline std::int32_t Log2Q16(std::uint32_t x) {
  const auto above = static_cast<unsigned>(std::countl_zero(x | 1U));
  const std::uint32_t exponent = 31 - above;
  const std::uint32_t mantissa = (x << above) >> 20 & 2047U;
  return static_cast<std::int32_t>((exponent << 16) + kLog2Mantissa[mantissa]);
}

/// As Log2Q16, with linear interpolation between two entries of the table: log2(x) * 2^16 less 0 to 2, and monotonic in
/// x; x >= 1.
inline std::int32_t FineLog2Q16(std::uint32_t x) {
  const auto above = static_cast<unsigned>(std::countl_zero(x | 1U));
  const std::uint32_t exponent = 31 - above;
  const std::uint32_t mantissa = (x << above) >> 20 & 2047U;
  const std::uint32_t rest = (x << above) & 0xFFFFFU;
  const std::uint32_t low = kLog2Mantissa[mantissa];
  const std::uint32_t high = mantissa == 2047 ? 1U << 16 : kLog2Mantissa[mantissa + 1];
  return static_cast<std::int32_t>((exponent << 16) + low + (((high - low) * rest) >> 20));
}

}  // namespace llmzip

#endif  // LLMZIP_CODING_LOG2_H_
