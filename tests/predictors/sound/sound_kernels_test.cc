// The kernels of sound: every instruction set gives the scalar's bits, and the scalar what spec.md says.
#include "predictors/sound/kernels/sound_kernels.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstring>
#include <random>
#include <vector>

namespace llmzip::sound {
namespace {

template <typename T>
std::vector<T> Numbers(std::mt19937& random, std::size_t n) {
  std::vector<T> numbers(n);
  for (T& number : numbers) {
    const auto whole = static_cast<T>(static_cast<std::int32_t>(random()));
    number = random() % 8 == 0 ? T{0} : std::ldexp(whole, static_cast<int>(random() % 30) - 40);
  }
  return numbers;
}

// Bit for bit, zeros of either sign and NaNs too.
template <typename T>
void ExpectSame(const std::vector<T>& a, const std::vector<T>& b) {
  ASSERT_EQ(a.size(), b.size());
  EXPECT_EQ(std::memcmp(a.data(), b.data(), a.size() * sizeof(T)), 0);
}

TEST(SoundKernels, SumsAreInTheOrderOfTheirDefinition) {
  std::mt19937 random(3);
  const auto a = Numbers<double>(random, 40);
  const auto b = Numbers<double>(random, 40);
  std::array<double, 8> s{};
  for (std::size_t i = 0; i < 40; ++i) s[i % 8] += a[i] * b[i];
  EXPECT_EQ(SoundKernels::kScalar.dot(a.data(), b.data(), 40),
            ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7])));
  const auto c = Numbers<float>(random, 48);
  const auto d = Numbers<float>(random, 48);
  std::array<float, 16> t{};
  for (std::size_t i = 0; i < 48; ++i) t[i % 16] += c[i] * d[i];
  for (const std::size_t half : {8U, 4U, 2U, 1U}) {
    for (std::size_t i = 0; i < half; ++i) t[i] += t[i + half];
  }
  EXPECT_EQ(SoundKernels::kScalar.filter(c.data(), d.data(), 48), t[0]);
}

TEST(SoundKernels, SolvesWhatItAccumulated) {
  const auto& kernels = SoundKernels::kScalar;
  std::mt19937 random(4);
  std::vector<double> matrix(256);
  std::vector<double> vector(16);
  for (int round = 0; round < 100; ++round) {
    std::vector<double> x(16);
    double y = 0;
    for (std::size_t i = 0; i < 16; ++i) {
      x[i] = static_cast<double>(random() % 2001) - 1000;
      y += x[i] * (static_cast<double>(i) - 7);
    }
    kernels.accumulate(matrix.data(), vector.data(), x.data(), 16, 0.5, y);
  }
  std::vector<double> work(16 * 16 + 2 * 16);
  std::vector<double> solution(16);
  ASSERT_TRUE(kernels.solve(matrix.data(), vector.data(), 16, 1e-6, work.data(), solution.data()));
  for (std::size_t i = 0; i < 16; ++i) EXPECT_NEAR(solution[i], static_cast<double>(i) - 7, 1e-6);
  const auto before = solution;
  EXPECT_FALSE(kernels.solve(matrix.data(), vector.data(), 16, -1e9, work.data(), solution.data()));
  EXPECT_EQ(solution, before);
}

TEST(SoundKernels, LogOddsAreThoseOfLogisticDistributions) {
  Experts experts{};
  for (std::size_t i = 0; i < kExperts; ++i) {
    experts.centre[i] = static_cast<float>(i) - 8;
    experts.inverse_scale[i] = 0.25F;
  }
  Masses low{};
  Masses high{};
  for (std::size_t i = 0; i < kExperts; ++i) low.above[i] = high.below[i] = 1;
  Masses middle{};
  std::array<float, kExperts> logits{};
  SoundKernels::kScalar.split(experts, 2.5F, low, high, &middle, logits.data());
  for (std::size_t i = 0; i < kExperts; ++i) {
    EXPECT_NEAR(logits[i], (experts.centre[i] - 2.5F) * 0.25F, 1e-5F);
    EXPECT_NEAR(middle.below[i] + middle.above[i], 1, 1e-6F);
  }
}

TEST(SoundKernels, EqualScalar) {
  std::mt19937 random(5);
  const auto& scalar = SoundKernels::kScalar;
  for (const Kernel kernel : AvailableKernels()) {
    SCOPED_TRACE(KernelName(kernel));
    const auto& kernels = KernelsFor<SoundKernels>(kernel);
    for (int round = 0; round < 200; ++round) {
      const std::size_t n = 8 * (1 + random() % 8);
      const auto x = Numbers<double>(random, n);
      auto matrix = Numbers<double>(random, n * n);
      auto vector = Numbers<double>(random, n);
      for (std::size_t i = 0; i < n; ++i) matrix[i * n + i] = 1e6;
      EXPECT_EQ(kernels.dot(x.data(), vector.data(), n), scalar.dot(x.data(), vector.data(), n));
      auto other_matrix = matrix;
      auto other_vector = vector;
      kernels.accumulate(matrix.data(), vector.data(), x.data(), n, 0.37, 1234);
      scalar.accumulate(other_matrix.data(), other_vector.data(), x.data(), n, 0.37, 1234);
      ExpectSame(matrix, other_matrix);
      ExpectSame(vector, other_vector);
      std::vector<double> work(n * n + 2 * n);
      std::vector<double> solution(n);
      std::vector<double> other(n);
      EXPECT_EQ(kernels.solve(matrix.data(), vector.data(), n, 0.5, work.data(), solution.data()),
                scalar.solve(matrix.data(), vector.data(), n, 0.5, work.data(), other.data()));
      ExpectSame(solution, other);

      const std::size_t taps = 16 * (1 + random() % 8);
      const auto inputs = Numbers<float>(random, taps);
      auto weights = Numbers<float>(random, taps);
      EXPECT_EQ(kernels.filter(inputs.data(), weights.data(), taps),
                scalar.filter(inputs.data(), weights.data(), taps));
      auto other_weights = weights;
      kernels.adapt(weights.data(), inputs.data(), taps, 0.01F);
      scalar.adapt(other_weights.data(), inputs.data(), taps, 0.01F);
      ExpectSame(weights, other_weights);
    }
  }
}

TEST(SoundKernels, DecisionsEqualScalar) {
  std::mt19937 random(6);
  const auto& scalar = SoundKernels::kScalar;
  for (const Kernel kernel : AvailableKernels()) {
    SCOPED_TRACE(KernelName(kernel));
    const auto& kernels = KernelsFor<SoundKernels>(kernel);
    for (int round = 0; round < 300; ++round) {
      Experts experts{};
      for (std::size_t i = 0; i < kExperts; ++i) {
        experts.centre[i] =
            std::ldexp(static_cast<float>(random() % 2000) - 1000, static_cast<int>(random() % 24) - 12);
        experts.inverse_scale[i] = std::ldexp(1.0F, static_cast<int>(random() % 24) - 20);
      }
      Masses low{};
      Masses high{};
      for (std::size_t i = 0; i < kExperts; ++i) low.above[i] = high.below[i] = 1;
      for (int step = 0; step < 4; ++step) {
        const float at = static_cast<float>(random() % 4000) - 2000.5F;
        Masses middle{};
        Masses other_middle{};
        std::vector<float> inputs = Numbers<float>(random, kInputs);
        std::vector<float> other_inputs = inputs;
        kernels.split(experts, at, low, high, &middle, inputs.data());
        scalar.split(experts, at, low, high, &other_middle, other_inputs.data());
        ExpectSame(inputs, other_inputs);
        EXPECT_EQ(std::memcmp(&middle, &other_middle, sizeof(middle)), 0);
        std::array<std::vector<float>, 3> rows;
        for (auto& row : rows) row = Numbers<float>(random, kInputs);
        auto other_rows = rows;
        const std::array<float*, 3> pointers = {rows[0].data(), rows[1].data(), rows[2].data()};
        const std::array<float*, 3> others = {other_rows[0].data(), other_rows[1].data(), other_rows[2].data()};
        EXPECT_EQ(kernels.mix(inputs.data(), pointers.data(), 3), scalar.mix(inputs.data(), others.data(), 3));
        kernels.train(inputs.data(), pointers.data(), 3, 0.001F);
        scalar.train(inputs.data(), others.data(), 3, 0.001F);
        for (std::size_t r = 0; r < 3; ++r) ExpectSame(rows[r], other_rows[r]);
        (step % 2 == 0 ? low : high) = middle;
      }
    }
  }
}

}  // namespace
}  // namespace llmzip::sound
