// The row kernels of every instruction set equal their definition.
#include "predictors/cm/kernels/row_kernels.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <random>

namespace llmzip::cm {
namespace {

constexpr std::size_t kLongest = 160;
constexpr unsigned kRows = 6;

struct alignas(64) Row {
  std::array<std::int16_t, kLongest> words{};
};

void Fill(std::mt19937& random, Row& row) {
  constexpr std::array<std::int16_t, 7> kExtremes = {-32768, -32767, -1, 0, 1, 16384, 32767};
  for (std::int16_t& word : row.words) {
    word = random() % 4 == 0 ? kExtremes[random() % kExtremes.size()] : static_cast<std::int16_t>(random() & 0xFFFFU);
  }
}

TEST(RowKernels, EqualScalarOnRandomAndExtremeRows) {
  std::mt19937 random(11);
  for (const Kernel kernel : AvailableKernels()) {
    const RowKernels& kernels = KernelsFor<RowKernels>(kernel);
    for (int round = 0; round < 3000; ++round) {
      const std::size_t n = 32 * (1 + random() % (kLongest / 32));
      const unsigned count = 1 + random() % kRows;
      Row inputs;
      Fill(random, inputs);
      std::array<Row, kRows> rows;
      for (Row& row : rows) Fill(random, row);
      std::array<Row, kRows> expected = rows;
      std::array<std::int16_t*, kRows> pointers{};
      std::array<std::int16_t*, kRows> expected_pointers{};
      std::array<std::int32_t, kRows> errors{};
      for (unsigned r = 0; r < kRows; ++r) {
        pointers[r] = rows[r].words.data();
        expected_pointers[r] = expected[r].words.data();
        errors[r] = round % 8 == 0   ? 32767
                    : round % 8 == 1 ? -32767
                                     : static_cast<std::int32_t>(random() % 65535U) - 32767;
      }
      std::array<std::int32_t, kRows> sums{};
      std::array<std::int32_t, kRows> expected_sums{};
      kernels.dot_products(inputs.words.data(), pointers.data(), count, n, sums.data());
      RowKernels::kScalar.dot_products(inputs.words.data(), expected_pointers.data(), count, n, expected_sums.data());
      ASSERT_EQ(sums, expected_sums) << KernelName(kernel);
      kernels.train(inputs.words.data(), pointers.data(), errors.data(), count, n);
      RowKernels::kScalar.train(inputs.words.data(), expected_pointers.data(), errors.data(), count, n);
      for (unsigned r = 0; r < kRows; ++r) ASSERT_EQ(rows[r].words, expected[r].words) << KernelName(kernel);
    }
  }
}

TEST(RowKernels, FollowTheirDefinition) {
  for (const Kernel kernel : AvailableKernels()) {
    const RowKernels& kernels = KernelsFor<RowKernels>(kernel);
    Row inputs;
    Row weights;
    std::int16_t* row = weights.words.data();
    inputs.words[0] = weights.words[0] = -32768;
    inputs.words[1] = weights.words[1] = -32768;
    std::int32_t sum = 0;
    kernels.dot_products(inputs.words.data(), &row, 1, 32, &sum);
    EXPECT_EQ(sum, INT32_MIN) << KernelName(kernel);  // 2^31 wraps

    inputs.words = {1, 2, -2, 32767};
    weights.words = {0, 0, 0, 32767};
    const std::int32_t error = 1 << 14;
    kernels.train(inputs.words.data(), &row, &error, 1, 32);
    const std::array<std::int16_t, kLongest> expected = {1, 1, -1, 32767};  // a half rounds up; the last one saturates
    EXPECT_EQ(weights.words, expected) << KernelName(kernel);
  }
}

}  // namespace
}  // namespace llmzip::cm
