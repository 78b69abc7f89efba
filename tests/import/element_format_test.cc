#include "import/element_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

namespace llmzip::importer {
namespace {

using ::testing::ElementsAre;

std::vector<double> Decoded(ElementFormat format, const std::vector<std::uint8_t>& bytes) {
  const BlockShape shape = BlockOf(format);
  EXPECT_EQ(bytes.size() % shape.bytes, 0U);
  std::vector<double> numbers(bytes.size() / shape.bytes * shape.elements);
  Decode(format, bytes.data(), bytes.size() / shape.bytes, numbers.data());
  return numbers;
}

constexpr std::uint8_t kHalfOne[] = {0x00, 0x3C};      // 1
constexpr std::uint8_t kHalfQuarter[] = {0x00, 0x34};  // 1/4

TEST(ElementFormat, PlainNumbers) {
  EXPECT_THAT(Decoded(ElementFormat::kFloat32, {0, 0, 0xC0, 0x3F, 0, 0, 0, 0x80}), ElementsAre(1.5, 0.0));
  EXPECT_THAT(Decoded(ElementFormat::kBfloat16, {0xC0, 0x3F, 0xC0, 0xBF}), ElementsAre(1.5, -1.5));
  EXPECT_THAT(Decoded(ElementFormat::kFloat16, {0x00, 0x3E, 0x00, 0xC0, 0x01, 0x00, 0x00, 0x80, 0xFF, 0x7B}),
              ElementsAre(1.5, -2.0, 0x1p-24, 0.0, 65504.0));
  EXPECT_THAT(Decoded(ElementFormat::kFloat64, {0, 0, 0, 0, 0, 0, 0xF8, 0x3F}), ElementsAre(1.5));
  const auto odd = Decoded(ElementFormat::kFloat16, {0x00, 0x7C, 0x01, 0x7C});
  EXPECT_TRUE(std::isinf(odd[0]));
  EXPECT_TRUE(std::isnan(odd[1]));
}

TEST(ElementFormat, Q8_0) {
  std::vector<std::uint8_t> block(34);
  block[0] = kHalfQuarter[0];
  block[1] = kHalfQuarter[1];
  block[2] = 4;
  block[33] = 0x80;
  const auto numbers = Decoded(ElementFormat::kQ80, block);
  EXPECT_EQ(numbers[0], 1.0);
  EXPECT_EQ(numbers[1], 0.0);
  EXPECT_EQ(numbers[31], -32.0);
}

TEST(ElementFormat, DigitsOfFourAndFiveBits) {
  std::vector<std::uint8_t> block(18, 0x88);  // Q4_0: all 0
  block[0] = kHalfOne[0];
  block[1] = kHalfOne[1];
  block[2] = 0xF0;  // element 0 has the low digit, element 16 the high one
  auto numbers = Decoded(ElementFormat::kQ40, block);
  EXPECT_EQ(numbers[0], -8.0);
  EXPECT_EQ(numbers[16], 7.0);
  EXPECT_EQ(numbers[1], 0.0);

  block.insert(block.begin() + 2, {kHalfQuarter[0], kHalfQuarter[1]});  // Q4_1: with a minimum
  numbers = Decoded(ElementFormat::kQ41, block);
  EXPECT_EQ(numbers[0], 0.25);
  EXPECT_EQ(numbers[16], 15.25);
  EXPECT_EQ(numbers[1], 8.25);

  block.insert(block.begin() + 4, {0x01, 0x00, 0x01, 0x80});  // Q5_1: fifth bits of elements 0, 16 and 31
  numbers = Decoded(ElementFormat::kQ51, block);
  EXPECT_EQ(numbers[0], 16.25);
  EXPECT_EQ(numbers[16], 31.25);
  EXPECT_EQ(numbers[31], 24.25);
  EXPECT_EQ(numbers[1], 8.25);

  block.erase(block.begin() + 2, block.begin() + 4);  // Q5_0
  numbers = Decoded(ElementFormat::kQ50, block);
  EXPECT_EQ(numbers[0], 0.0);
  EXPECT_EQ(numbers[16], 15.0);
  EXPECT_EQ(numbers[1], -8.0);
}

TEST(ElementFormat, Q4_K) {
  std::vector<std::uint8_t> block(144);
  block[1] = kHalfOne[1];
  block[3] = kHalfQuarter[1];
  std::uint8_t* const scales = block.data() + 4;
  scales[0] = 0xC0 | 3;   // scale 0: 3; upper bits of scale 4
  scales[4] = 0x40 | 5;   // minimum 0: 5; upper bits of minimum 4
  scales[8] = 0x21;       // scale 4: 1, minimum 4: 2, without their upper bits
  block[16] = 0x92;       // elements 0 (low) and 32 (high)
  block[16 + 64] = 0x07;  // element 128
  const auto numbers = Decoded(ElementFormat::kQ4K, block);
  EXPECT_EQ(numbers[0], 3 * 2 - 0.25 * 5);
  EXPECT_EQ(numbers[1], -0.25 * 5);
  EXPECT_EQ(numbers[32], 0.0);  // its scale is 0
  EXPECT_EQ(numbers[128], (1 | 0x30) * 7 - 0.25 * (2 | 0x10));
}

TEST(ElementFormat, Q5_K) {
  std::vector<std::uint8_t> block(176);
  block[1] = kHalfOne[1];
  for (int i = 0; i < 4; ++i) block[4 + static_cast<std::size_t>(i)] = 1;  // scales 0 … 3
  block[16] = 0x02;                                                        // fifth bit of element 32, of part 1
  block[48] = 0x34;                                                        // elements 0 and 32
  const auto numbers = Decoded(ElementFormat::kQ5K, block);
  EXPECT_EQ(numbers[0], 4.0);
  EXPECT_EQ(numbers[32], 19.0);
  EXPECT_EQ(numbers[1], 0.0);
}

TEST(ElementFormat, Q6_K) {
  std::vector<std::uint8_t> block(210);
  block[209] = kHalfOne[1];
  for (std::size_t i = 0; i < 16; ++i) block[192 + i] = static_cast<std::uint8_t>(i + 1);
  block[0] = 0x21;    // low digits of elements 0 and 64
  block[32] = 0x43;   // … of 32 and 96
  block[128] = 0xE4;  // upper bits 0, 1, 2, 3
  const auto numbers = Decoded(ElementFormat::kQ6K, block);
  EXPECT_EQ(numbers[0], 1 * (0x01 - 32));
  EXPECT_EQ(numbers[32], 3 * (0x13 - 32));
  EXPECT_EQ(numbers[64], 5 * (0x22 - 32));
  EXPECT_EQ(numbers[96], 7 * (0x34 - 32));
  EXPECT_EQ(numbers[16], 2 * -32);
  EXPECT_EQ(numbers[255], 16 * -32);
}

TEST(ElementFormat, Names) {
  EXPECT_EQ(FormatOfGgufType(12).format, ElementFormat::kQ4K);
  EXPECT_EQ(FormatOfGgufType(10).format, ElementFormat::kUnread);
  EXPECT_EQ(FormatOfGgufType(10).name, "Q2_K");
  EXPECT_EQ(FormatOfGgufType(30).format, ElementFormat::kBfloat16);
  EXPECT_EQ(FormatOfGgufType(39).name, "MXFP4");
  EXPECT_EQ(FormatOfGgufType(40).name, "");
  EXPECT_EQ(FormatOfDtype("F8_E4M3"), ElementFormat::kUnread);
}

}  // namespace
}  // namespace llmzip::importer
