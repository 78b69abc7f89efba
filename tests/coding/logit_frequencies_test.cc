#include "coding/logit_frequencies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/split_mix.h"

namespace llmzip {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr std::uint64_t kWhole = 1U << 24;

std::vector<Frequency> Compute(const std::vector<float>& logits, std::uint32_t top = 0, Kernel kernel = BestKernel()) {
  LogitFrequencies frequencies(static_cast<std::uint32_t>(logits.size()), top, kernel);
  std::vector<Frequency> row(logits.size());
  frequencies.Compute(logits, row);
  return row;
}

std::vector<float> RandomLogits(std::size_t n, float spread, std::uint64_t seed) {
  SplitMix64 random(seed);
  std::vector<float> logits(n);
  for (float& logit : logits) logit = spread * (static_cast<float>(random() >> 40) / float(1 << 23) - 1.0F);
  return logits;
}

void ExpectValid(const std::vector<Frequency>& row) {
  EXPECT_EQ(std::accumulate(row.begin(), row.end(), std::uint64_t{0}), kWhole);
  EXPECT_GE(*std::ranges::min_element(row), 1U);
}

// Sizes around the sixteens, and the largest.
constexpr std::size_t kSizes[] = {2, 3, 15, 16, 17, 256, 300, 4099, kMaxAlphabetSize};

TEST(LogitFrequencies, AreTheSoftmax) {
  for (const std::size_t n : {std::size_t{300}, std::size_t{50257}}) {
    const std::vector<float> logits = RandomLogits(n, 12.0F, n);
    const std::vector<Frequency> row = Compute(logits);
    ExpectValid(row);
    double sum = 0.0;
    for (const float logit : logits) sum += std::exp(static_cast<double>(logit));
    double lost_bits = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      const double p = std::exp(static_cast<double>(logits[i])) / sum;
      lost_bits += p * std::log2(p / (row[i] / static_cast<double>(kWhole)));
    }
    EXPECT_LT(lost_bits, 0.02) << n;
  }
}

TEST(LogitFrequencies, AreValidWhateverTheLogits) {
  constexpr float kMost = std::numeric_limits<float>::max();
  for (const std::size_t n : kSizes) {
    for (const std::uint32_t top : {0U, 1U, 2U}) {
      ExpectValid(Compute(std::vector<float>(n, 0.0F), top));
      ExpectValid(Compute(std::vector<float>(n, kNan), top));
      ExpectValid(Compute(std::vector<float>(n, -kInfinity), top));
      ExpectValid(Compute(std::vector<float>(n, kInfinity), top));
      for (const float spread : {1e-3F, 1.0F, 30.0F, 1e30F}) ExpectValid(Compute(RandomLogits(n, spread, n), top));
      std::vector<float> wild = RandomLogits(n, 5.0F, n + 1);
      for (std::size_t i = 0; i < n; i += 2)
        wild[i] = std::array{kNan, kInfinity, -kInfinity, kMost, -kMost, 1e-45F}[i / 2 % 6];
      ExpectValid(Compute(wild, top));
    }
  }
}

TEST(LogitFrequencies, NothingIsSmallerThanNan) {
  const std::vector<Frequency> row = Compute({kNan, 0.0F, -kInfinity, 0.0F});
  EXPECT_THAT(row, testing::ElementsAre(1, testing::Gt(1U << 22), 1, testing::Gt(1U << 22)));
}

TEST(LogitFrequencies, TheLowestOfEqualsGetsWhatIsMissing) {
  const std::vector<Frequency> row = Compute({1.0F, 2.0F, 2.0F});
  EXPECT_GE(row[1], row[2]);
  EXPECT_LE(row[1] - row[2], 32U);
  // 1 + trunc((2^24 - 5 - 16) / 5) = 3355440 each, and the first the rest.
  EXPECT_THAT(Compute(std::vector<float>(5, 7.0F)), testing::ElementsAre(3355456, 3355440, 3355440, 3355440, 3355440));
}

// Of equals at the border of the top the lowest are in.
TEST(LogitFrequencies, TopKeepsTheLargestAndTheLowestOfEquals) {
  const std::vector<Frequency> row = Compute({1.0F, 3.0F, 1.0F, 1.0F, 0.0F, 1.0F}, 3);
  ExpectValid(row);
  const double sum = std::exp(3.0) + 4 * std::exp(1.0) + 1.0;
  EXPECT_NEAR(row[1], kWhole * std::exp(3.0) / sum, 32);
  EXPECT_NEAR(row[0], kWhole * std::exp(1.0) / sum, 2);
  EXPECT_EQ(row[2], row[0]);
  EXPECT_NEAR(row[3], kWhole * (2 * std::exp(1.0) + 1.0) / sum / 3, 2);
  EXPECT_EQ(row[4], row[3]);
  EXPECT_EQ(row[5], row[3]);
}

// Against sorting, with many ties.
TEST(LogitFrequencies, TopIsWhatSortingFinds) {
  std::vector<float> logits = RandomLogits(5000, 3.0F, 9);
  for (float& logit : logits) logit = std::round(logit * 8.0F) / 8.0F;
  logits[4999] = kNan;
  for (const std::uint32_t top : {1U, 7U, 100U, 2500U, 4999U}) {
    std::vector<Symbol> order(logits.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order,
                             [&](Symbol a, Symbol b) { return !(logits[a] <= logits[b]) && !std::isnan(logits[a]); });
    const std::vector<Frequency> whole = Compute(logits);
    const std::vector<Frequency> row = Compute(logits, top);
    ExpectValid(row);
    for (std::uint32_t i = 1; i < top; ++i) EXPECT_EQ(row[order[i]], whole[order[i]]) << top << " " << i;
    for (std::size_t i = top; i < order.size(); ++i) EXPECT_EQ(row[order[i]], row[order[top]]) << top << " " << i;
  }
}

TEST(LogitFrequencies, AllAtTheTopIsNoTop) {
  const std::vector<float> logits = RandomLogits(300, 8.0F, 1);
  EXPECT_EQ(Compute(logits, 300), Compute(logits));
}

TEST(LogitFrequencies, EveryKernelGivesTheSame) {
  for (const std::size_t n : kSizes) {
    for (const float spread : {0.1F, 20.0F, 200.0F}) {
      const std::vector<float> logits = RandomLogits(n, spread, n);
      const std::vector<Frequency> expected = Compute(logits, 0, Kernel::kScalar);
      for (const Kernel kernel : AvailableKernels()) {
        EXPECT_EQ(Compute(logits, 0, kernel), expected) << KernelName(kernel) << " " << n << " " << spread;
      }
    }
  }
}

// What the definition says, done one by one; it must never change.
TEST(LogitFrequencies, AreFrozen) {
  std::uint64_t digest = 0;
  for (const std::uint32_t top : {0U, 50U}) {
    for (const Frequency frequency : Compute(RandomLogits(1000, 10.0F, 42), top)) digest = digest * 31 + frequency;
  }
  EXPECT_EQ(digest, 11088481876728593094U);  // and what NumPy makes of the definition
}

}  // namespace
}  // namespace llmzip
