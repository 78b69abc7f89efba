// The promise about the coder: on 1 MB it loses less than 0.02 % and 8 bytes, whatever the alphabet.
#include "eval/coder_overhead.h"

#include <gtest/gtest.h>

#include <numeric>
#include <tuple>

namespace llmzip {
namespace {

constexpr std::size_t kMegabyteOfBits = 8'000'000;

class CoderOverheadTest : public ::testing::TestWithParam<std::tuple<std::uint32_t, Distribution, unsigned>> {};

TEST_P(CoderOverheadTest, IsWithinThePromise) {
  const auto [alphabet, distribution, k] = GetParam();
  const auto frequencies = FrequenciesOf(distribution, alphabet, k);
  ASSERT_EQ(std::accumulate(frequencies.begin(), frequencies.end(), 0U), 1U << k);
  const std::size_t bits_a_symbol = alphabet == 2 ? 1 : alphabet == 256 ? 8 : 16;
  const CoderOverhead overhead = MeasureCoderOverhead(frequencies, k, kMegabyteOfBits / bits_a_symbol, 1);
  EXPECT_TRUE(overhead.round_trip);
  EXPECT_LE(static_cast<double>(overhead.real_bytes), overhead.ideal_bytes * 1.0002 + 8);
  EXPECT_GE(static_cast<double>(overhead.real_bytes), overhead.ideal_bytes * 0.999 - 8);  // nobody beats the ideal
}

INSTANTIATE_TEST_SUITE_P(AlphabetsDistributionsPrecisions, CoderOverheadTest,
                         ::testing::Combine(::testing::Values(2, 256, 50000), ::testing::ValuesIn(kAllDistributions),
                                            ::testing::Values(16, 22, 24)),
                         [](const auto& info) {
                           return std::to_string(std::get<0>(info.param)) + "_" +
                                  std::string(DistributionName(std::get<1>(info.param))) + "_" +
                                  std::to_string(std::get<2>(info.param));
                         });

}  // namespace
}  // namespace llmzip
