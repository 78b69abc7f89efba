// Bytes taken apart into symbols, most significant first, and put together again.
#include "symbols/byte_symbols.h"

#include <gtest/gtest.h>

namespace llmzip {
namespace {

TEST(ByteSymbols, FitsAlphabetsThatDivideAByte) {
  for (std::uint32_t alphabet = 0; alphabet <= 300; ++alphabet) {
    EXPECT_EQ(ByteSymbols::Fits(alphabet), alphabet == 2 || alphabet == 4 || alphabet == 16 || alphabet == 256);
  }
  EXPECT_FALSE(ByteSymbols::Fits(1U << 16));
}

TEST(ByteSymbols, MostSignificantFirst) {
  const ByteSymbols bits(2);
  ASSERT_EQ(bits.per_byte(), 8U);
  EXPECT_EQ(bits.Part(0x80, 0), 1U);
  EXPECT_EQ(bits.Part(0x80, 1), 0U);
  EXPECT_EQ(bits.Part(0x01, 7), 1U);
  EXPECT_EQ(ByteSymbols(16).Part(0xA5, 0), 0xAU);
  EXPECT_EQ(ByteSymbols(16).Part(0xA5, 1), 0x5U);
}

TEST(ByteSymbols, PartsMakeTheByte) {
  for (const std::uint32_t alphabet : {2U, 4U, 16U, 256U}) {
    const ByteSymbols symbols(alphabet);
    for (unsigned byte = 0; byte < 256; ++byte) {
      std::uint8_t whole = 0;
      for (unsigned part = 0; part < symbols.per_byte(); ++part) {
        const std::uint32_t symbol = symbols.Part(static_cast<std::uint8_t>(byte), part);
        ASSERT_LT(symbol, alphabet);
        whole = symbols.Append(whole, symbol);
      }
      EXPECT_EQ(whole, byte);
    }
  }
}

}  // namespace
}  // namespace llmzip
