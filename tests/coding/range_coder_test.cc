// The range coder: whatever was encoded comes back.
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

#include "coding/range_decoder.h"
#include "coding/range_encoder.h"

namespace llmzip {
namespace {

TEST(RangeCoder, BitsOfEveryProbabilityComeBack) {
  std::mt19937 random(1);
  struct Decision {
    bool bit;
    std::uint32_t p1;
    unsigned k;
  };
  std::vector<Decision> decisions(100000);
  std::vector<std::uint8_t> coded;
  RangeEncoder encoder(&coded);
  for (auto& d : decisions) {
    d.k = 1 + random() % 24;
    d.p1 = d.k == 1 ? 1 : 1 + random() % ((1U << d.k) - 1);
    d.bit = random() % (1U << d.k) < d.p1;
    encoder.EncodeBit(d.bit, d.p1, d.k);
  }
  encoder.Finish();
  RangeDecoder decoder(coded);
  for (const auto& d : decisions) ASSERT_EQ(decoder.DecodeBit(d.p1, d.k), d.bit);
}

}  // namespace
}  // namespace llmzip
