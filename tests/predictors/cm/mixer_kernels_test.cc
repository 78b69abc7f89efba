#include "predictors/cm/kernels/mixer_kernels.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

namespace llmzip::cm {
namespace {

class MixerKernels : public testing::TestWithParam<Kernel> {};

std::vector<std::int16_t> RandomWords(std::mt19937& random, std::size_t n) {
  constexpr std::array<std::int16_t, 8> kExtremes = {-32768, -32767, -16384, -1, 0, 1, 16384, 32767};
  std::vector<std::int16_t> words(n);
  for (auto& word : words) {
    word = random() % 4 == 0 ? kExtremes[random() % 8] : static_cast<std::int16_t>(random() & 0xFFFFU);
  }
  return words;
}

TEST_P(MixerKernels, EqualScalarOnRandomAndExtremeInputs) {
  const auto& kernels = MixerKernelsFor(GetParam());
  std::mt19937 random(7);
  for (int round = 0; round < 20000; ++round) {
    const std::size_t n = 16 * (1 + random() % 9);
    const auto inputs = RandomWords(random, n);
    auto weights = RandomWords(random, n);
    auto expected = weights;
    ASSERT_EQ(kernels.dot_product(inputs.data(), weights.data(), n),
              kMixerScalar.dot_product(inputs.data(), weights.data(), n));
    const std::int32_t error =
        round % 16 == 0 ? (round % 32 == 0 ? 32767 : -32767) : static_cast<std::int32_t>(random() % 65535U) - 32767;
    kernels.train(inputs.data(), weights.data(), n, error);
    kMixerScalar.train(inputs.data(), expected.data(), n, error);
    ASSERT_EQ(weights, expected);
  }
}

TEST(MixerScalar, FollowsItsDefinition) {
  std::vector<std::int16_t> inputs(16, 0);
  std::vector<std::int16_t> weights(16, 0);
  inputs[0] = -32768;
  weights[0] = -32768;
  inputs[1] = -32768;
  weights[1] = -32768;
  EXPECT_EQ(kMixerScalar.dot_product(inputs.data(), weights.data(), 16), INT32_MIN);  // 2^31 wraps

  inputs = std::vector<std::int16_t>(16, 0);
  inputs[0] = 1;
  inputs[1] = 2;
  inputs[2] = -2;
  inputs[3] = 32767;
  weights = std::vector<std::int16_t>(16, 0);
  weights[3] = 32767;
  kMixerScalar.train(inputs.data(), weights.data(), 16, 1 << 14);
  EXPECT_EQ(weights[0], 1);  // a half rounds up
  EXPECT_EQ(weights[1], 1);
  EXPECT_EQ(weights[2], -1);
  EXPECT_EQ(weights[3], 32767);  // saturates
}

INSTANTIATE_TEST_SUITE_P(Available, MixerKernels,
                         testing::ValuesIn(AvailableKernels().begin(), AvailableKernels().end()),
                         [](const auto& info) { return std::string(KernelName(info.param)); });

}  // namespace
}  // namespace llmzip::cm
