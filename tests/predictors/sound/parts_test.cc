// The parts that sound is predicted by, each by itself.
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "predictors/sound/least_squares.h"
#include "predictors/sound/long_filter.h"
#include "predictors/sound/sample_layout.h"
#include "predictors/sound/seen_values.h"
#include "sound_made.h"

namespace llmzip::sound {
namespace {

TEST(SampleLayout, EveryPatternOfBytesIsANumberAndBack) {
  for (const bool big_endian : {false, true}) {
    for (const bool is_unsigned : {false, true}) {
      for (std::uint32_t bytes = 1; bytes <= 4; ++bytes) {
        const SampleLayout layout = {1, bytes, big_endian, is_unsigned, bytes == 4 && !is_unsigned};
        std::uint32_t pattern = 1;
        for (int i = 0; i < 3000; ++i, pattern = pattern * 2654435761U + 12345) {
          std::array<std::uint8_t, 4> raw{};
          for (std::uint32_t b = 0; b < bytes; ++b) raw[b] = static_cast<std::uint8_t>(pattern >> (8 * b));
          const std::int64_t number = layout.Number(raw.data());
          ASSERT_GE(number, layout.least());
          ASSERT_LE(number, layout.most());
          for (std::uint32_t b = 0; b < bytes; ++b) ASSERT_EQ(layout.ByteOf(number, b), raw[b]);
        }
      }
    }
  }
}

TEST(SampleLayout, NumbersOfKnownSamples) {
  constexpr std::array<std::uint8_t, 4> kBytes = {0x80, 0x01, 0x00, 0xBF};
  EXPECT_EQ((SampleLayout{1, 1, false, true, false}.Number(kBytes.data())), 0);
  EXPECT_EQ((SampleLayout{1, 1, false, false, false}.Number(kBytes.data())), -128);
  EXPECT_EQ((SampleLayout{1, 2, false, false, false}.Number(kBytes.data())), 0x0180);
  EXPECT_EQ((SampleLayout{1, 2, true, false, false}.Number(kBytes.data())), -0x7FFF);
  EXPECT_EQ((SampleLayout{1, 3, false, true, false}.Number(kBytes.data())), 0x000180 - 0x800000);
  // Floats are in order: -0.5… lies below -0.25, and that below 0.
  const auto number = [](float x) {
    std::array<std::uint8_t, 4> raw{};
    std::memcpy(raw.data(), &x, 4);
    return SampleLayout{1, 4, std::endian::native == std::endian::big, false, true}.Number(raw.data());
  };
  EXPECT_LT(number(-0.5F), number(-0.25F));
  EXPECT_LT(number(-0.25F), number(0.0F));
  EXPECT_LT(number(0.0F), number(1e-30F));
  EXPECT_LT(number(0.25F), number(0.5F));
}

TEST(SeenValues, CountsEachValueOnceInEveryRange) {
  SeenValues seen;
  seen.Begin(16);
  EXPECT_EQ(seen.Share(-32768, 8), 0U);
  EXPECT_EQ(seen.Novelty(), 3U);
  for (int round = 0; round < 3; ++round) {
    for (std::int64_t value = 0; value < 128; value += 4) seen.Add(value);
  }
  EXPECT_EQ(seen.Share(0, 0), 4U);
  EXPECT_EQ(seen.Share(1, 0), 0U);
  EXPECT_EQ(seen.Share(0, 1), 2U);
  EXPECT_EQ(seen.Share(2, 1), 0U);
  EXPECT_EQ(seen.Share(0, 8), 1U);
  for (int round = 0; round < 2000; ++round) seen.Add(4);
  EXPECT_EQ(seen.Novelty(), 0U);
  seen.Begin(3);
  EXPECT_EQ(seen.Share(-4, 2), 0U);
  seen.Add(3);
  EXPECT_EQ(seen.Share(2, 1), 2U);
  seen.Begin(24);
  EXPECT_FALSE(seen.counts());
}

TEST(LeastSquares, FindsTheResonanceThatMadeTheSound) {
  const auto& kernels = SoundKernels::kScalar;
  LeastSquares least_squares(2, 0.999, 0.001, 8);
  std::vector<double> work(LeastSquaresWork(2));
  double last = 0;
  double before = 0;
  double missed = 0;
  std::uint32_t noise = 1;
  for (int i = 0; i < 4000; ++i) {
    noise = noise * 1664525U + 1013904223U;
    const double next = 1.9 * last - 0.95 * before + static_cast<double>(noise >> 24) - 128;
    least_squares.inputs()[0] = last;
    least_squares.inputs()[1] = before;
    const double predicted = least_squares.Predict(kernels);
    if (i >= 2000) missed += std::fabs(next - predicted) / 2000;
    least_squares.Learn(kernels, next, predicted, work.data());
    before = last;
    last = next;
  }
  EXPECT_LT(missed, 66);  // the noise itself: 64
  least_squares.inputs()[0] = 100;
  least_squares.inputs()[1] = 0;
  EXPECT_NEAR(least_squares.Predict(kernels), 190, 8);
}

TEST(LongFilter, LearnsAPeriodLongerThanLeastSquaresSees) {
  const auto& kernels = SoundKernels::kScalar;
  LongFilter filter(256, 0.02);
  double missed = 0;
  for (int i = 0; i < 20000; ++i) {
    const auto value = static_cast<float>((i % 200) * (i % 200) % 97 - 48);
    const float predicted = filter.Predict(kernels);
    if (i >= 19000) missed += std::fabs(static_cast<double>(value - predicted)) / 1000;
    filter.Learn(kernels, value, true);
  }
  EXPECT_LT(missed, 8);  // of 24 on average without
}

TEST(LongFilter, BeginsAnewWhereItLeavesTheNumbers) {
  const auto& kernels = SoundKernels::kScalar;
  LongFilter filter(16, 1e30);
  for (int i = 0; i < 100; ++i) {
    const float predicted = filter.Predict(kernels);
    ASSERT_LE(std::fabs(predicted), 8589934592.0F);
    filter.Learn(kernels, static_cast<float>(i % 7 - 3) * 1e8F, true);
  }
}

}  // namespace
}  // namespace llmzip::sound
