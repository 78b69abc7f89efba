// Integer logarithms: near the true ones, and never falling.
#include "coding/log2.h"

#include <gtest/gtest.h>

#include <cmath>

namespace llmzip {
namespace {

TEST(Log2Q16, IsWithinATwoThousandthOfTheTrueLogarithm) {
  for (std::uint32_t x = 1; x < 1U << 24; x = x + 1 + x / 1000) {
    EXPECT_NEAR(Log2Q16(x) / 65536.0, std::log2(x), 0.0008) << x;
    EXPECT_LE(Log2Q16(x), Log2Q16(x + 1));
  }
  for (unsigned k = 0; k < 25; ++k) EXPECT_EQ(Log2Q16(1U << k), static_cast<std::int32_t>(k << 16));
}

TEST(FineLog2Q16, IsBelowTheTrueLogarithmByLessThanTwoUnits) {
  std::int32_t before = 0;
  for (std::uint32_t x = 1; x < 1U << 26; x = x + 1 + x / 5000) {
    const double lost = std::log2(x) * 65536.0 - FineLog2Q16(x);
    EXPECT_GE(lost, 0.0) << x;
    EXPECT_LE(lost, 2.0) << x;
    EXPECT_GE(FineLog2Q16(x), before) << x;
    before = FineLog2Q16(x);
  }
}

}  // namespace
}  // namespace llmzip
