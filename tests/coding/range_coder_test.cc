// The range coder against exact arithmetic: what it writes is the shortest number inside the interval that all
// decisions together leave, and the decoder finds every decision again.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/split_mix.h"
#include "coding/exact_interval.h"
#include "coding/range_decoder.h"
#include "coding/range_encoder.h"

namespace llmzip::testing {
namespace {

using Coded = std::vector<std::uint8_t>;

// One decision: the share [bottom, top) of 2^k. Binary ones go through the coder's bit functions, a 1 at the bottom.
struct Decision {
  bool binary;
  std::uint32_t bottom;
  std::uint32_t top;
  unsigned k;

  [[nodiscard]] bool bit() const { return bottom == 0; }
  [[nodiscard]] std::uint32_t p1() const { return bit() ? top : bottom; }
};

void Encode(const Decision& d, RangeEncoder& encoder) {
  if (d.binary) return encoder.EncodeBit(d.bit(), d.p1(), d.k);
  encoder.EncodeSymbol(d.bottom, d.top - d.bottom, d.k);
}

::testing::AssertionResult Decodes(const Decision& d, RangeDecoder& decoder) {
  if (d.binary) {
    return decoder.DecodeBit(d.p1(), d.k) == d.bit() ? ::testing::AssertionSuccess() : ::testing::AssertionFailure();
  }
  const std::uint32_t target = decoder.DecodeTarget(d.k);
  if (target < d.bottom || target >= d.top) {
    return ::testing::AssertionFailure() << target << " outside " << d.bottom << " … " << d.top;
  }
  decoder.Consume(d.bottom, d.top - d.bottom, d.k);
  return ::testing::AssertionSuccess();
}

void CheckAgainstExactArithmetic(const std::vector<Decision>& decisions) {
  Coded coded = {0xAA, 0x00};  // the encoder appends; what stood there before, a zero at the end included, stays
  RangeEncoder encoder(&coded);
  ExactInterval exact;
  for (const Decision& d : decisions) {
    Encode(d, encoder);
    exact.Narrow(d.bottom, d.top, d.k);
    ASSERT_GT(exact.range(), 0U);
  }
  encoder.Finish();
  ASSERT_GE(coded.size(), 2U);
  ASSERT_EQ(coded[0], 0xAA);
  ASSERT_EQ(coded[1], 0x00);
  coded.erase(coded.begin(), coded.begin() + 2);

  ASSERT_TRUE(exact.Contains(coded));
  ASSERT_TRUE(coded.empty() || coded.back() != 0);
  ASSERT_TRUE(coded.empty() || !exact.HasPointOfSize(coded.size() - 1)) << "a shorter end would do";

  // From memory that ends where the coded bytes end, so that the address sanitizer sees a step too far.
  const auto exact_size = std::make_unique<std::uint8_t[]>(coded.size());
  std::ranges::copy(coded, exact_size.get());
  RangeDecoder decoder({exact_size.get(), coded.size()});
  for (const Decision& d : decisions) ASSERT_TRUE(Decodes(d, decoder));
}

// How likely the things that happen are.
enum class Mood { kFair, kLikely, kUnlikely, kAnyOfThese };

Decision RandomDecision(SplitMix64& random, Mood mood) {
  const unsigned k = 1 + static_cast<unsigned>(random() % 24);
  const std::uint32_t all = 1U << k;
  if (mood == Mood::kAnyOfThese) mood = static_cast<Mood>(random() % 3);
  std::uint32_t share = 1 + static_cast<std::uint32_t>(random() % (all - 1));
  if (mood == Mood::kLikely) share = all - 1;
  if (mood == Mood::kUnlikely) share = 1;
  const bool binary = random() % 2 == 0;
  const bool at_bottom = random() % 2 == 0;
  std::uint32_t bottom = at_bottom ? 0 : all - share;
  if (!binary && !at_bottom) bottom = static_cast<std::uint32_t>(random() % (all - share + 1));
  return {binary, bottom, bottom + share, k};
}

class RangeCoderMoods : public ::testing::TestWithParam<Mood> {};

TEST_P(RangeCoderMoods, AgreesWithExactArithmetic) {
  SplitMix64 random(static_cast<std::uint64_t>(GetParam()));
  for (int trial = 0; trial < 400; ++trial) {
    std::vector<Decision> decisions(random() % 400);
    for (Decision& d : decisions) d = RandomDecision(random, GetParam());
    ASSERT_NO_FATAL_FAILURE(CheckAgainstExactArithmetic(decisions)) << "trial " << trial;
  }
}

INSTANTIATE_TEST_SUITE_P(Moods, RangeCoderMoods,
                         ::testing::Values(Mood::kFair, Mood::kLikely, Mood::kUnlikely, Mood::kAnyOfThese));

TEST(RangeCoder, EveryPrecisionAndItsExtremes) {
  for (unsigned k = 1; k <= 24; ++k) {
    const std::uint32_t all = 1U << k;
    for (const bool binary : {true, false}) {
      std::vector<Decision> decisions;
      for (int i = 0; i < 50; ++i) {
        decisions.push_back({binary, 0, 1, k});          // a 1 of the smallest probability
        decisions.push_back({binary, all - 1, all, k});  // a 0 of the smallest probability
        decisions.push_back({binary, 0, all - 1, k});    // a 1 of the largest
        decisions.push_back({binary, 1, all, k});        // a 0 of the largest
      }
      ASSERT_NO_FATAL_FAILURE(CheckAgainstExactArithmetic(decisions)) << "k " << k << ", binary " << binary;
    }
  }
}

// Steers the coded number towards `digits` byte by byte: long runs of 0xFF are where carries wait.
std::vector<Decision> DecisionsThatSpell(const Coded& digits, unsigned k) {
  std::vector<Decision> decisions;
  RangeDecoder decoder(digits);
  for (std::size_t i = 0; i < 8 * digits.size() / k; ++i) {
    const std::uint32_t target = decoder.DecodeTarget(k);
    decisions.push_back({false, target, target + 1, k});
    decoder.Consume(target, 1, k);
  }
  return decisions;
}

TEST(RangeCoder, CarriesRunThroughLongChains) {
  // A prefix of 0x12 and n bytes of 0xFF, then a last decision at the very top of what is left: whether the chain
  // becomes 0x13 0x00 … or stays is decided at its end, after n bytes were held back.
  for (const std::size_t chain : {0U, 1U, 2U, 3U, 4U, 5U, 100U, 5000U}) {
    for (const unsigned k : {8U, 13U, 24U}) {
      for (const std::uint8_t next : {0x00, 0x01, 0x7F, 0xFE, 0xFF}) {
        Coded digits = {0x12};
        digits.insert(digits.end(), chain, 0xFF);
        digits.insert(digits.end(), {next, 0xFF, 0xFF, 0xFF, 0x80});
        std::vector<Decision> decisions = DecisionsThatSpell(digits, k);
        ASSERT_NO_FATAL_FAILURE(CheckAgainstExactArithmetic(decisions));
        decisions.push_back({true, (1U << k) - 1, 1U << k, k});
        decisions.push_back({true, (1U << k) - 1, 1U << k, k});
        ASSERT_NO_FATAL_FAILURE(CheckAgainstExactArithmetic(decisions)) << "chain " << chain << ", k " << k;
      }
    }
  }
}

TEST(RangeCoder, LeadingOnesCarryNowhere) {
  // The whole number begins with 0xFF: bytes are held back before any has been written.
  for (const std::size_t ones : {1U, 2U, 6U, 300U}) {
    ASSERT_NO_FATAL_FAILURE(CheckAgainstExactArithmetic(DecisionsThatSpell(Coded(ones, 0xFF), 8)));
  }
}

TEST(RangeCoder, FinishWritesAtMostFourBytesMore) {
  SplitMix64 random(5);
  for (int trial = 0; trial < 2000; ++trial) {
    // Information content so far, in whole bytes, bounds what is shifted out; Finish adds at most four.
    Coded coded;
    RangeEncoder encoder(&coded);
    ExactInterval exact;
    double bits = 0;
    for (std::uint64_t i = random() % 60; i > 0; --i) {
      const Decision d = RandomDecision(random, Mood::kAnyOfThese);
      Encode(d, encoder);
      exact.Narrow(d.bottom, d.top, d.k);
      bits += d.k - std::log2(d.top - d.bottom);
    }
    encoder.Finish();
    ASSERT_LE(static_cast<double>(coded.size()), bits / 8 * 1.05 + 4);
  }
}

TEST(RangeCoder, NothingCodesToNothing) {
  Coded coded;
  RangeEncoder(&coded).Finish();
  EXPECT_TRUE(coded.empty());
}

TEST(RangeDecoder, ReadsZerosBehindTheEnd) {
  SplitMix64 random(6);
  for (int trial = 0; trial < 200; ++trial) {
    Coded coded(random() % 12);
    for (auto& byte : coded) byte = static_cast<std::uint8_t>(random());
    Coded padded = coded;
    padded.resize(coded.size() + 200);
    RangeDecoder decoder(coded);
    RangeDecoder padded_decoder(padded);
    for (int i = 0; i < 300; ++i) {
      const std::uint32_t p1 = 1 + static_cast<std::uint32_t>(random() % 0xFFFF);
      ASSERT_EQ(decoder.DecodeBit(p1, 16), padded_decoder.DecodeBit(p1, 16));
    }
  }
}

TEST(RangeDecoder, AnyInputDecodesToSymbolsThatExist) {
  SplitMix64 random(7);
  for (int trial = 0; trial < 300; ++trial) {
    Coded coded(random() % 40);
    // 0xFF everywhere is the one number no encoder writes: it lies above every interval.
    for (auto& byte : coded) byte = trial % 3 == 0 ? 0xFF : static_cast<std::uint8_t>(random());
    RangeDecoder decoder(coded);
    for (int i = 0; i < 400; ++i) {
      const unsigned k = 1 + static_cast<unsigned>(random() % 24);
      const std::uint32_t target = decoder.DecodeTarget(k);
      ASSERT_LT(target, 1U << k);
      const std::uint32_t bottom = static_cast<std::uint32_t>(random() % (target + 1));
      decoder.Consume(bottom, target - bottom + 1, k);
    }
  }
}

}  // namespace
}  // namespace llmzip::testing
