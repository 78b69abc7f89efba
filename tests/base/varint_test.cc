// Varints come back, in one encoding only.
#include "base/varint.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace llmzip::testing {
namespace {

using Bytes = std::vector<std::uint8_t>;

std::optional<std::uint64_t> Taken(const Bytes& bytes) {
  std::span<const std::uint8_t> rest(bytes);
  return TakeVarint(&rest);
}

TEST(Varint, ComesBackAtEveryLength) {
  for (unsigned bits = 0; bits <= 64; ++bits) {
    const std::uint64_t power = bits == 64 ? 0 : std::uint64_t{1} << bits;
    for (const std::uint64_t value : {power - 1, power, power + 1}) {
      Bytes bytes;
      AppendVarint(value, &bytes);
      ASSERT_LE(bytes.size(), kMaxVarintSize);
      for (std::size_t size = 0; size < bytes.size(); ++size) {
        ASSERT_FALSE(Taken(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size))));
      }
      bytes.push_back(0xFF);
      std::span<const std::uint8_t> rest(bytes);
      ASSERT_EQ(TakeVarint(&rest), value);
      ASSERT_EQ(rest.size(), 1U);
    }
  }
}

TEST(Varint, IsTheSameInAString) {
  for (unsigned bits = 0; bits < 64; ++bits) {
    Bytes bytes;
    AppendVarint(std::uint64_t{1} << bits, &bytes);
    std::string text;
    AppendVarint(std::uint64_t{1} << bits, &text);
    EXPECT_EQ(text, std::string(bytes.begin(), bytes.end()));
  }
}

TEST(Varint, LongerFormsAndLargerNumbersAreRefused) {
  EXPECT_FALSE(Taken({0x80, 0x00}));
  EXPECT_FALSE(Taken({0x81, 0x80, 0x00}));
  const Bytes nine_full(9, 0xFF);
  Bytes most = nine_full;
  most.push_back(1);
  EXPECT_EQ(Taken(most), UINT64_MAX);
  for (const std::uint8_t last : {std::uint8_t{2}, std::uint8_t{0x7F}, std::uint8_t{0x80}, std::uint8_t{0x81}}) {
    Bytes beyond = nine_full;
    beyond.push_back(last);
    beyond.push_back(0);
    EXPECT_FALSE(Taken(beyond)) << int{last};
  }
}

}  // namespace
}  // namespace llmzip::testing
