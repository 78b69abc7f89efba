// A byte's distribution, bit by bit: log-odds near the true ones, and what it says of itself.
#include "predictors/cm/byte_tree.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "predictors/cm/logistic.h"

namespace llmzip::cm {
namespace {

std::vector<Frequency> RandomFrequencies(std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<Frequency> frequencies(256);
  for (Frequency& f : frequencies) f = 1 + (random() >> (16 + random() % 16));
  return frequencies;
}

TEST(ByteTree, LogitsAreThoseOfTheTree) {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    const std::vector<Frequency> frequencies = RandomFrequencies(seed);
    ByteTree tree;
    tree.Set(frequencies);
    for (unsigned bits = 0; bits < 8; ++bits) {
      for (std::uint32_t partial = 1U << bits; partial < 2U << bits; ++partial) {
        double sums[2] = {0, 0};
        for (std::uint32_t byte = 0; byte < 256; ++byte) {
          if (((byte | 256) >> (8 - bits)) == partial) sums[(byte >> (7 - bits)) & 1U] += frequencies[byte];
        }
        EXPECT_NEAR(tree.LogitQ12(partial), 4096 * std::log(sums[1] / sums[0]), 6) << partial;
      }
    }
  }
}

TEST(ByteTree, KnowsItsExpectedByteAndHowSureItIs) {
  std::vector<Frequency> frequencies(256, 1);
  ByteTree tree;
  tree.Set(frequencies);
  EXPECT_EQ(tree.expected(), 0U);
  EXPECT_EQ(tree.confidence(), 7U);
  EXPECT_EQ(tree.Cost(200), 8 << 16);
  frequencies[0xA5] = (1U << 22) - 255;
  tree.Set(frequencies);
  EXPECT_EQ(tree.expected(), 0xA5U);
  EXPECT_EQ(tree.confidence(), 0U);
  EXPECT_LT(tree.Cost(0xA5), 100);
  EXPECT_EQ(tree.Cost(1), 22 << 16);
  EXPECT_TRUE(tree.Agrees(1, 0));
  EXPECT_TRUE(tree.Agrees(0x1A, 4));
  EXPECT_FALSE(tree.Agrees(0x1B, 4));
}

}  // namespace
}  // namespace llmzip::cm
