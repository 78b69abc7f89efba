#include "predictors/cm/logistic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace llmzip::cm {
namespace {

TEST(Squash, IsTheLogisticFunction) {
  for (int x = -kLogitLimitQ8; x < kLogitLimitQ8; ++x) {
    const double exact = 4194304.0 / (1.0 + std::exp(-x / 256.0));
    ASSERT_NEAR(SquashQ8(x), exact, 1.05) << x;
  }
  EXPECT_EQ(SquashQ8(0), 1U << 21);
}

TEST(Squash, RisesAndClamps) {
  for (int x = -kLogitLimitQ8 + 1; x < kLogitLimitQ8; ++x) ASSERT_GE(SquashQ8(x), SquashQ8(x - 1));
  EXPECT_EQ(SquashQ8(INT32_MIN), SquashQ8(-kLogitLimitQ8));
  EXPECT_EQ(SquashQ8(INT32_MAX), SquashQ8(kLogitLimitQ8 - 1));
  EXPECT_GT(SquashQ8(INT32_MIN), 0U);
  EXPECT_LT(SquashQ8(INT32_MAX), 1U << 22);
}

TEST(Squash, FineEqualsCoarseAtSharedPointsAndRises) {
  for (int x = -kLogitLimitQ8 + 1; x < kLogitLimitQ8 - 1; ++x) ASSERT_EQ(SquashQ12(x * 16), SquashQ8(x));
  for (int x = -kLogitLimitQ8 * 16 - 5; x < kLogitLimitQ8 * 16 + 5; ++x) ASSERT_LE(SquashQ12(x), SquashQ12(x + 1));
  EXPECT_GT(SquashQ12(INT32_MIN), 0U);
  EXPECT_LT(SquashQ12(INT32_MAX), 1U << 22);
}

TEST(Stretch, InvertsSquash) {
  for (int i = 0; i < 4096; ++i) {
    const double p = (i + 0.5) / 4096;
    const double exact = std::log(p / (1 - p)) * 256;
    ASSERT_NEAR(kStretch12[static_cast<std::size_t>(i)], std::clamp(exact, -2047.0, 2047.0), 1.01) << i;
  }
  for (std::uint32_t p = 64; p < (1U << 22) - 64; p += 97) {
    const int x = StretchQ12(p);
    ASSERT_GE(SquashQ12(x), p);
    ASSERT_LT(SquashQ12(x - 1), p);
  }
}

}  // namespace
}  // namespace llmzip::cm
