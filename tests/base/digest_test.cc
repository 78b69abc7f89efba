// The digests are XXH3 as its specification has it: archives of today must be checked in ten years.
#include "base/digest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace llmzip {
namespace {

using Bytes = std::vector<std::uint8_t>;

std::string Hex(const Digest128& digest) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : digest) text.append({kDigits[byte >> 4], kDigits[byte & 15]});
  return text;
}

Bytes Pattern(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 7);
  return bytes;
}

// What the reference implementation's xxh128sum prints.
TEST(Digest, KnownVectors) {
  EXPECT_EQ(Hex(Xxh3Digest128({})), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(Hex(Xxh3Digest128(Bytes{'a'})), "a96faf705af16834e6c632b61e964e1f");
  EXPECT_EQ(Hex(Xxh3Digest128(Bytes{'a', 'b', 'c'})), "06b05ab6733a618578af5f94892f3950");
  EXPECT_EQ(Hex(Xxh3Digest128(Pattern(1000))), "abee229cdadad76d10ad30264426c830");
}

TEST(Digest, CheckIsTheLowHalfOfXxh3) {
  EXPECT_EQ(Xxh3Check32({}), 0x38D394C2U);
  EXPECT_EQ(Xxh3Check32(Bytes{'a', 'b', 'c'}), 0x892F3950U);
}

TEST(Digest, PiecesMakeTheWhole) {
  const Bytes bytes = Pattern(5000);
  for (const std::size_t piece : {1U, 7U, 64U, 240U, 1024U, 5000U}) {
    StreamingDigest128 streaming;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      streaming.Update(std::span(bytes).subspan(at, std::min(piece, bytes.size() - at)));
    }
    EXPECT_EQ(streaming.Finish(), Xxh3Digest128(bytes)) << piece;
    EXPECT_EQ(streaming.Finish(), Xxh3Digest128(bytes)) << "finishing twice changes nothing";
  }
  EXPECT_EQ(StreamingDigest128().Finish(), Xxh3Digest128({}));
}

TEST(Digest, EveryBitCounts) {
  Bytes bytes = Pattern(100);
  const Digest128 digest = Xxh3Digest128(bytes);
  const std::uint32_t check = Xxh3Check32(bytes);
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << (bit % 8)));
    EXPECT_NE(Xxh3Digest128(bytes), digest);
    EXPECT_NE(Xxh3Check32(bytes), check);
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << (bit % 8)));
  }
}

}  // namespace
}  // namespace llmzip
