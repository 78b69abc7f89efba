#include "predictors/tokens/listening.h"

#include <gtest/gtest.h>

namespace llmzip::tokens {
namespace {

constexpr std::int32_t kBit = 1 << 16;

// Bytes of this gain until the lane goes without, at most `most`.
unsigned BytesListened(Listening& listening, std::int32_t gain, unsigned most) {
  for (unsigned n = 0; n < most; ++n) {
    listening.Count(gain);
    if (!listening.StillPays()) return n + 1;
  }
  return most;
}

// Bytes without, until the model is called back.
unsigned BytesWithout(Listening& listening) {
  unsigned bytes = 0;
  do {
    ++bytes;
  } while (!listening.Pass(1));
  return bytes;
}

TEST(Listening, GoesOnWhereTheModelPaysOrCostsNothing) {
  Listening listening;
  EXPECT_EQ(BytesListened(listening, kBit, 10000), 10000U);
  EXPECT_EQ(BytesListened(listening, 0, 10000), 10000U);
  EXPECT_TRUE(listening.listens());
}

TEST(Listening, LeavesWhereItLosesAndWaitsLongerEachTime) {
  Listening listening;
  EXPECT_LT(BytesListened(listening, -kBit / 2, 10000), 200U);
  EXPECT_FALSE(listening.listens());
  unsigned before = BytesWithout(listening);
  EXPECT_EQ(before, 256U);
  for (unsigned n = 0; n < 8; ++n) {
    EXPECT_TRUE(listening.listens());
    EXPECT_LE(BytesListened(listening, -kBit / 2, 10000), 64U);
    const unsigned now = BytesWithout(listening);
    EXPECT_EQ(now, before * 2);
    before = now;
  }
  BytesListened(listening, -kBit / 2, 10000);
  EXPECT_EQ(BytesWithout(listening), before);  // and no longer than that
}

TEST(Listening, TimeThatPaidIsRemembered) {
  Listening listening;
  for (unsigned n = 0; n < 4; ++n) {
    BytesListened(listening, -kBit, 10000);
    BytesWithout(listening);
  }
  EXPECT_EQ(BytesListened(listening, kBit, 2000), 2000U);
  BytesListened(listening, -kBit * 8, 10000);
  EXPECT_EQ(BytesWithout(listening), 256U);
}

TEST(Listening, OneCostlyByteIsNoReason) {
  Listening listening;
  BytesListened(listening, kBit / 4, 600);
  listening.Count(-1000 * kBit);
  EXPECT_TRUE(listening.StillPays());
}

}  // namespace
}  // namespace llmzip::tokens
