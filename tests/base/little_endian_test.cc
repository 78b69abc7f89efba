// Little-endian integers are the same bytes on every host.
#include "base/little_endian.h"

#include <gtest/gtest.h>

#include <array>

namespace llmzip {
namespace {

TEST(LittleEndian, LowestByteFirst) {
  std::array<std::uint8_t, 8> bytes{};
  StoreLittleEndian<std::uint64_t>(0x0807060504030201U, bytes.data());
  EXPECT_EQ(bytes, (std::array<std::uint8_t, 8>{1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(LoadLittleEndian<std::uint64_t>(bytes.data()), 0x0807060504030201U);
  EXPECT_EQ(LoadLittleEndian<std::uint32_t>(bytes.data()), 0x04030201U);
  EXPECT_EQ(LoadLittleEndian<std::uint16_t>(bytes.data() + 1), 0x0302U);
  EXPECT_EQ(LoadLittleEndian<std::uint8_t>(bytes.data() + 7), 8U);
}

TEST(LittleEndian, LargestValuesSurvive) {
  std::array<std::uint8_t, 8> bytes{};
  StoreLittleEndian<std::uint64_t>(UINT64_MAX, bytes.data());
  EXPECT_EQ(LoadLittleEndian<std::uint64_t>(bytes.data()), UINT64_MAX);
  EXPECT_EQ(LoadLittleEndian<std::uint32_t>(bytes.data() + 3), UINT32_MAX);
  EXPECT_EQ(LoadLittleEndian<std::uint16_t>(bytes.data() + 6), UINT16_MAX);
}

}  // namespace
}  // namespace llmzip
