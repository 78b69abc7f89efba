// The parts of folding: exact math, rotary speeds, rotation, quantisation, the order of tokens.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "import/exact_math.h"
#include "import/rotary_speeds.h"
#include "import/rotation.h"
#include "import/row_quantiser.h"
#include "import/token_order.h"

namespace llmzip::importer {
namespace {

using ::testing::ElementsAre;

TEST(ExactMath, IsCloseToTheTruth) {
  for (double x = 1e-300; x < 1e300; x *= 1.7) {
    EXPECT_NEAR(ExactLog(x), std::log(x), 4e-16 * std::max(1.0, std::abs(std::log(x)))) << x;
  }
  for (double x = -690; x < 690; x += 0.731) EXPECT_NEAR(ExactExp(x) / std::exp(x), 1.0, 3e-15) << x;
  EXPECT_EQ(ExactExp(0), 1.0);
  EXPECT_EQ(ExactLog(1), 0.0);
  EXPECT_EQ(ExactRoot(2), std::sqrt(2.0));
  EXPECT_EQ(ExactFloor(-1.5), -2.0);
  EXPECT_EQ(ExactFloor(3.0), 3.0);
  for (const double whole : {0x1p63, 0x1p64, 1e300, -0x1p63, -1e19, -1e300}) EXPECT_EQ(ExactFloor(whole), whole);
}

TEST(ExactMath, NeverChanges) {  // these bits are in every model with rotary positions
  EXPECT_EQ(ExactLog(10000.0), 0x1.26bb1bbb55516p+3);
  EXPECT_EQ(ExactExp(-0.28782313662425574), 0x1.7ff2224115d9ap-1);
}

TEST(RotarySpeeds, PlainOnes) {
  const auto speeds = SpeedsOf(64, 100000.0, {});
  ASSERT_TRUE(speeds.ok());
  ASSERT_EQ(speeds->speeds.size(), 32U);
  for (std::size_t i = 0; i < 32; ++i) {
    EXPECT_NEAR(speeds->speeds[i], std::pow(100000.0, -static_cast<double>(i) / 32), 1e-15);
  }
  EXPECT_EQ(speeds->scale, 1.0);
  EXPECT_EQ(PhaseOf(1.0), 683565276U);  // 2^32 / 2 pi
  EXPECT_EQ(PhaseOf(2 * kPi), 0U);
}

TEST(RotarySpeeds, ScaledOnes) {
  RotaryScaling linear;
  linear.kind = RotaryScaling::Kind::kLinear;
  linear.factor = 4;
  EXPECT_EQ(SpeedsOf(8, 50.0, linear)->speeds[0], 0.25);

  RotaryScaling llama3;
  llama3.kind = RotaryScaling::Kind::kLlama3;
  llama3.factor = 8;
  llama3.trained = 32;
  const auto scaled = SpeedsOf(16, 50.0, llama3);
  const auto plain = SpeedsOf(16, 50.0, {});
  EXPECT_EQ(scaled->speeds.front(), plain->speeds.front());
  EXPECT_EQ(scaled->speeds.back(), plain->speeds.back() / 8);

  RotaryScaling yarn;
  yarn.kind = RotaryScaling::Kind::kYarn;
  yarn.factor = 4;
  yarn.trained = 16;
  EXPECT_NEAR(SpeedsOf(16, 50.0, yarn)->scale, 0.1 * std::log(4.0) + 1, 1e-15);
  yarn.attention_factor = 0.75;  // final
  EXPECT_EQ(SpeedsOf(16, 50.0, yarn)->scale, 0.75);
}

TEST(RotarySpeeds, NonsenseIsRefused) {
  EXPECT_FALSE(SpeedsOf(8, 1.0, {}).ok());
  EXPECT_FALSE(SpeedsOf(8, std::nan(""), {}).ok());
  RotaryScaling scaling;
  scaling.factor = 0;
  EXPECT_FALSE(SpeedsOf(8, 10000.0, scaling).ok());
  scaling = {};
  scaling.kind = RotaryScaling::Kind::kLlama3;
  EXPECT_FALSE(SpeedsOf(8, 10000.0, scaling).ok());
}

TEST(Rotation, Blocks) {
  EXPECT_EQ(RotationBlock(576), 64U);
  EXPECT_EQ(RotationBlock(1536), 512U);
  EXPECT_EQ(RotationBlock(4096), 512U);
  EXPECT_EQ(RotationBlock(48), 16U);
  std::vector<double> numbers = {1, 2, 3, 4, 5, 6};
  Rotate(numbers.data(), numbers.size(), 2);
  EXPECT_THAT(numbers, ElementsAre(3, -1, 7, -1, 11, -1));
  numbers = {1, 2, 3, 4};
  Rotate(numbers.data(), 4, 4);
  EXPECT_THAT(numbers, ElementsAre(10, -2, -4, 0));
  Rotate(numbers.data(), 4, 4);  // its own inverse, but for the factor
  EXPECT_THAT(numbers, ElementsAre(4, 8, 12, 16));
  std::vector<double> rows = {1, 10, 2, 20};  // two rows of two
  RotateColumns(rows.data(), 2, 2, 2);
  EXPECT_THAT(rows, ElementsAre(3, 30, -1, -10));
}

TEST(RowQuantiser, RoundsToTheNearest) {
  std::vector<std::int8_t> q(5);
  EXPECT_EQ(QuantiseRow(std::vector<double>{127, -127, 0.5, 1.5, -2.5}, q.data()), 1.0F);
  EXPECT_THAT(q, ElementsAre(127, -127, 0, 2, -2));  // ties to even
  EXPECT_EQ(QuantiseRow(std::vector<double>{0, 0, 0, 0, 0}, q.data()), 0.0F);
  EXPECT_THAT(q, ElementsAre(0, 0, 0, 0, 0));
  EXPECT_EQ(QuantiseRow(std::vector<double>{1e-50, 0, 0, 0, 0}, q.data()), 0.0F);
  EXPECT_THAT(q, ElementsAre(0, 0, 0, 0, 0));
}

TEST(RowQuantiser, KernelOrder) {
  std::vector<std::uint8_t> block(std::size_t{16} * 8);
  PlaceRow(std::vector<std::int8_t>{1, 2, 3, 4, 5, 6, 7, -8}, 3, block.data());
  EXPECT_EQ(block[3 * 4 + 1], 2);
  EXPECT_EQ(block[64 + 3 * 4 + 3], 0xF8);
}

SourceVocabulary VocabularyOf(const std::vector<std::string>& tokens) {
  SourceVocabulary vocabulary;
  for (const std::string& bytes : tokens) vocabulary.tokens.push_back({bytes, false, false});
  return vocabulary;
}

TEST(TokenOrder, ByBytes) {
  SourceVocabulary vocabulary = VocabularyOf({"b", "", "ab", "a", "\xFF", "a", "a"});
  vocabulary.tokens[3].is_byte = true;
  vocabulary.feedable = {1, 2};
  vocabulary.begin = 1;
  const auto order = OrderTokens(vocabulary, 7);
  ASSERT_TRUE(order.ok());
  EXPECT_THAT(order->ids, ElementsAre(5, 6, 3, 2, 0, 4, 1));
  EXPECT_EQ(order->predicted, 6U);
  EXPECT_EQ(order->begin, 6U);
  EXPECT_THAT(order->ends, ElementsAre(1, 2, 3, 5, 6, 7));
}

TEST(TokenOrder, WhatHasNoRow) {
  SourceVocabulary vocabulary = VocabularyOf({"a", "b", std::string(256, 'c')});
  EXPECT_EQ(OrderTokens(vocabulary, 3)->predicted, 2U);  // the third is too long
  EXPECT_FALSE(OrderTokens(vocabulary, 1).ok());
  vocabulary.tokens[1].is_added = true;
  vocabulary.tokens[2].is_added = true;
  vocabulary.begin = 2;
  const auto order = OrderTokens(vocabulary, 1);
  ASSERT_TRUE(order.ok());
  EXPECT_EQ(order->predicted, 1U);
  EXPECT_EQ(order->begin, std::nullopt);
  EXPECT_FALSE(OrderTokens(VocabularyOf({"", ""}), 2).ok());
}

}  // namespace
}  // namespace llmzip::importer
