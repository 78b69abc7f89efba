// Adaptive decisions: what is coded comes back, what is frequent becomes cheap, and no probability runs dry.
#include "coding/adaptive_bit.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/split_mix.h"

namespace llmzip {
namespace {

TEST(AdaptiveBit, ProbabilitiesStayUsable) {
  for (const bool first : {false, true}) {
    AdaptiveBit bit;
    for (int i = 0; i < 5000; ++i) {
      bit.Learn(first);
      ASSERT_GT(bit.p1(), 0U);
      ASSERT_LT(bit.p1(), 1U << AdaptiveBit::kBits);
    }
    for (int i = 0; i < 5000; ++i) {
      bit.Learn(!first);
      ASSERT_GT(bit.p1(), 0U);
      ASSERT_LT(bit.p1(), 1U << AdaptiveBit::kBits);
    }
  }
}

TEST(AdaptiveBit, WhatIsFrequentBecomesCheap) {
  std::vector<std::uint8_t> coded;
  RangeEncoder encoder(&coded);
  AdaptiveBit model;
  for (int i = 0; i < 8000; ++i) model.Encode(i % 1000 == 999, encoder);
  encoder.Finish();
  EXPECT_LT(coded.size(), 30U);
  RangeDecoder decoder(coded);
  AdaptiveBit mirror;
  for (int i = 0; i < 8000; ++i) ASSERT_EQ(mirror.Decode(decoder), i % 1000 == 999) << i;
}

TEST(AdaptiveBits, NumbersComeBack) {
  SplitMix64 random(1);
  std::vector<std::uint32_t> values;
  for (int i = 0; i < 3000; ++i) values.push_back(static_cast<std::uint32_t>(random() % (i % 3 == 0 ? 256 : 5)));
  std::vector<std::uint8_t> coded;
  RangeEncoder encoder(&coded);
  AdaptiveBits<8> model;
  for (const std::uint32_t value : values) model.Encode(value, encoder);
  encoder.Finish();
  EXPECT_LT(coded.size(), 2400U);  // 8 bits each would be 3000
  RangeDecoder decoder(coded);
  AdaptiveBits<8> mirror;
  for (const std::uint32_t value : values) ASSERT_EQ(mirror.Decode(decoder), value);
}

}  // namespace
}  // namespace llmzip
