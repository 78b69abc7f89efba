// Tolerance: a decoder whose logits differ by up to E takes the same decisions, at a small and measured cost.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/split_mix.h"
#include "codecs/tokens/tolerance_grid.h"
#include "codecs/tokens/tolerant_coder.h"

namespace llmzip {
namespace {

constexpr unsigned kToleranceTestBits = 24;

double Uniform(SplitMix64& random) { return std::ldexp(static_cast<double>(random.Bits(53)), -53); }

// Frequencies as a checkpoint's are made: 1 and a share, rounded down; what is left goes to the likeliest.
std::vector<Frequency> RowOf(const std::vector<double>& logits, double noise, SplitMix64& random) {
  std::vector<double> weights(logits.size());
  double sum = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    sum += weights[i] = std::exp(logits[i] + noise * (2 * Uniform(random) - 1));
  }
  const double share = ((1U << kToleranceTestBits) - static_cast<double>(logits.size())) / sum;
  std::vector<Frequency> row(logits.size());
  std::uint32_t given = 0;
  for (std::size_t i = 0; i < row.size(); ++i) given += row[i] = 1 + static_cast<Frequency>(weights[i] * share);
  *std::ranges::max_element(row) += (1U << kToleranceTestBits) - given;
  return row;
}

// Logits as a language model has them: a few likely tokens, a long tail; sometimes nearly certain, sometimes a tie.
std::vector<double> RandomLogits(std::size_t size, SplitMix64& random) {
  std::vector<double> logits(size);
  const double spread = 1 + 3 * Uniform(random);
  for (double& logit : logits) logit = -spread * std::log(1e-3 + Uniform(random) * 40) / 3;
  for (int peak = 0; peak < 12; ++peak) logits[random() % size] += 4 + 5 * Uniform(random);
  if (random() % 3 == 0) logits[random() % size] += 14;
  if (random() % 5 == 0) logits[random() % size] = *std::ranges::max_element(logits);
  return logits;
}

Symbol Drawn(const std::vector<Frequency>& row, SplitMix64& random) {
  auto target = static_cast<std::uint32_t>(random.Bits(kToleranceTestBits));
  Symbol symbol = 0;
  while (target >= row[symbol]) target -= row[symbol++];
  return symbol;
}

struct Outcome {
  std::size_t wrong = 0;  // the first symbol that came out otherwise; the number of symbols if none did
  double ideal_bytes = 0;
  std::size_t coded_bytes = 0;
  std::uint64_t unprotected = 0;
};

// `symbols` symbols of an alphabet through both coders, whose logits differ by up to `noise` both ways in all.
Outcome Coded(std::uint32_t millionths, double noise, std::size_t alphabet, std::size_t symbols, std::uint64_t seed) {
  const ToleranceGrid grid(millionths);
  SplitMix64 random(seed);
  SplitMix64 noise_here(seed + 1);
  SplitMix64 noise_there(seed + 2);
  std::vector<std::vector<Frequency>> there;
  std::vector<Symbol> told;
  std::vector<std::uint8_t> coded;
  Outcome outcome;
  RangeEncoder encoder(&coded);
  TolerantEncoder tolerant(grid, kToleranceTestBits, encoder);
  for (std::size_t i = 0; i < symbols; ++i) {
    const std::vector<double> logits = RandomLogits(alphabet, random);
    const std::vector<Frequency> here = RowOf(logits, noise / 2, noise_here);
    there.push_back(RowOf(logits, noise / 2, noise_there));
    told.push_back(Drawn(here, random));
    outcome.ideal_bytes += (kToleranceTestBits - std::log2(here[told.back()])) / 8;
    tolerant.Encode(here, told.back());
  }
  tolerant.Finish();
  outcome.unprotected = tolerant.unprotected();
  encoder.Finish();
  outcome.coded_bytes = coded.size();
  RangeDecoder decoder(coded);
  TolerantDecoder mirror(grid, kToleranceTestBits, decoder);
  while (outcome.wrong < symbols && mirror.Decode(there[outcome.wrong]) == told[outcome.wrong]) ++outcome.wrong;
  return outcome;
}

TEST(Tolerance, EqualRowsComeBackWhateverTheToleranceAndTheAlphabet) {
  for (const std::uint32_t millionths : {1U, 10U, 1000U, 100000U, 500000U}) {
    for (const std::size_t alphabet : {3U, 5U, 256U, 1000U}) {
      const Outcome outcome = Coded(millionths, 0, alphabet, 300, alphabet);
      EXPECT_EQ(outcome.wrong, 300U) << millionths << ", " << alphabet;
      EXPECT_EQ(outcome.unprotected, 0U) << millionths << ", " << alphabet;
    }
  }
}

TEST(Tolerance, LogitsThatDifferWithinItDecode) {
  for (const std::uint32_t millionths : {1U, 10U, 100U, 1000U, 10000U, 100000U}) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
      const Outcome outcome = Coded(millionths, millionths / 1e6, 700, 400, seed);
      EXPECT_EQ(outcome.wrong, 400U) << millionths << ", seed " << seed;
      EXPECT_EQ(outcome.unprotected, 0U) << millionths;
    }
  }
}

TEST(Tolerance, LargeVocabulariesDecodeToo) {
  for (const std::uint32_t millionths : {10U, 100U, 1000U}) {
    const Outcome outcome = Coded(millionths, millionths / 1e6, 50000, 150, millionths);
    EXPECT_EQ(outcome.wrong, 150U) << millionths;
    EXPECT_EQ(outcome.unprotected, 0U) << millionths;
    RecordProperty("cost_" + std::to_string(millionths),
                   std::to_string(static_cast<double>(outcome.coded_bytes) / outcome.ideal_bytes - 1));
  }
}

TEST(Tolerance, CostsLittleWhereItIsSmall) {
  const auto overhead = [](std::uint32_t millionths) {
    const Outcome outcome = Coded(millionths, 0, 2000, 3000, 1);
    return static_cast<double>(outcome.coded_bytes) / outcome.ideal_bytes - 1;
  };
  const double least = overhead(1);
  const double small = overhead(100);
  const double large = overhead(10000);
  RecordProperty("1e-6", std::to_string(least));
  RecordProperty("1e-4", std::to_string(small));
  RecordProperty("1e-2", std::to_string(large));
  EXPECT_LT(least, 0.015);
  EXPECT_LT(small, 0.02);
  EXPECT_LT(large, 0.30);
  EXPECT_LT(least, small);
  EXPECT_LT(small, large);
}

TEST(Tolerance, FarBeyondItRowsComeOutOtherwise) {
  std::size_t wrong = 0;
  for (std::uint64_t seed = 0; seed < 5; ++seed) wrong += Coded(100, 0.05, 700, 400, seed).wrong < 400 ? 1 : 0;
  EXPECT_EQ(wrong, 5U);
}

TEST(Tolerance, NoiseDecodesToSymbolsOfTheAlphabet) {
  SplitMix64 random(3);
  std::vector<std::uint8_t> noise(2000);
  for (auto& byte : noise) byte = static_cast<std::uint8_t>(random());
  for (const std::uint32_t millionths : {1U, 1000U, 500000U}) {
    const ToleranceGrid grid(millionths);
    RangeDecoder decoder(noise);
    TolerantDecoder tolerant(grid, kToleranceTestBits, decoder);
    for (int i = 0; i < 500; ++i) {
      const auto row = RowOf(RandomLogits(300, random), 0, random);
      ASSERT_LT(tolerant.Decode(row), 300U);
    }
  }
}

TEST(ToleranceGrid, NearbyValuesOfOneSideOfEveryEdgeShareABin) {
  for (const std::uint32_t millionths : {1U, 100U, 10000U, 500000U}) {
    const ToleranceGrid grid(millionths);
    EXPECT_GE(grid.base_width(), 8 * grid.margin());
    for (std::uint32_t dither = 0; dither < 64; ++dither) {
      for (std::int32_t value = -20 * 65536; value < 20 * 65536; value += 999) {
        for (const std::int32_t reach : {1, 65536, 18 * 65536}) {
          const ToleranceGrid::Bin bin = grid.Find(dither, value, reach);
          ASSERT_GT(bin.p1, 0U);
          ASSERT_LT(bin.p1, 1U << ToleranceGrid::kProbabilityBits);
          if (bin.distance <= 1) continue;
          const auto moved = static_cast<std::int32_t>(std::min<std::uint32_t>(bin.distance - 1, 1U << 20));
          for (const std::int32_t other : {value - moved, value + moved}) {
            const ToleranceGrid::Bin same = grid.Find(dither, other, reach);
            ASSERT_EQ(same.p1, bin.p1);
            ASSERT_EQ(same.lowest, bin.lowest);
            ASSERT_EQ(same.highest, bin.highest);
          }
        }
      }
    }
  }
}

TEST(ToleranceGrid, BinsStandForWhatIsInThem) {
  const ToleranceGrid grid(10);
  for (std::int32_t value = -10 * 65536; value <= 10 * 65536; value += 4321) {
    const ToleranceGrid::Bin bin = grid.Find(7, value, 18 * 65536);
    const double meant = bin.p1 / std::ldexp(1.0, ToleranceGrid::kProbabilityBits);
    EXPECT_NEAR(std::log2(meant / (1 - meant)), value / 65536.0, 2.0);
    if (std::abs(value) < 65536) {
      EXPECT_NEAR(std::log2(meant / (1 - meant)), value / 65536.0, grid.base_width() / 65536.0);
    }
  }
}

TEST(SmallNumberCoder, NumbersComeBackAndSmallOnesAreCheap) {
  const std::vector<std::uint32_t> numbers = {0, 1, 2, 3, 100, 0, 0, (1U << 20) - 1, (1U << 20), (1U << 21) - 2, 5};
  std::vector<std::uint8_t> coded;
  RangeEncoder encoder(&coded);
  SmallNumberCoder coder;
  for (const std::uint32_t number : numbers) coder.Encode(number, encoder);
  for (int i = 0; i < 1000; ++i) coder.Encode(0, encoder);
  encoder.Finish();
  EXPECT_LT(coded.size(), 40U);
  RangeDecoder decoder(coded);
  SmallNumberCoder mirror;
  for (const std::uint32_t number : numbers) EXPECT_EQ(mirror.Decode(decoder), number);
}

}  // namespace
}  // namespace llmzip
