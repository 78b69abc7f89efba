#include "coding/log2.h"

namespace llmzip {
namespace {

// Sixteen fraction bits of log2 by repeated squaring, with x = 1 + i / 2048 in 31 fraction bits. Squaring doubles the
// logarithm: its next bit is 1 if the square is 2 or more, and then the square is halved.
constexpr std::uint32_t Log2Fraction(std::uint32_t i) {
  std::uint64_t x = (std::uint64_t{2048} + i) << 20;
  std::uint32_t bits = 0;
  for (int n = 0; n < 16; ++n) {
    x = (x * x) >> 31;
    bits <<= 1;
    if (x >= std::uint64_t{1} << 32) {
      x >>= 1;
      ++bits;
    }
  }
  return bits;
}

}  // namespace

constexpr std::array<std::uint32_t, 2048> kLog2Mantissa = [] {
  std::array<std::uint32_t, 2048> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) table[i] = Log2Fraction(i);
  return table;
}();

}  // namespace llmzip
