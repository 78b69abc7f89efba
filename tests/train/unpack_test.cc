#include "train/unpack.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include "codecs/lzma/lzma_codec.h"

namespace llmzip::train {
namespace {

Bytes Text() {
  Bytes text;
  for (int n = 0; n < 300000; ++n) text.push_back(static_cast<std::uint8_t>('a' + n * n % 23));
  return text;
}

Bytes Zstd(const Bytes& raw) {
  Bytes coded(ZSTD_compressBound(raw.size()));
  coded.resize(ZSTD_compress(coded.data(), coded.size(), raw.data(), raw.size(), 3));
  return coded;
}

void ExpectSound(const Bytes& coded, const Bytes& raw) {
  const auto unpacked = Unpack(coded);
  ASSERT_TRUE(unpacked.ok());
  EXPECT_EQ(*unpacked, raw);
  for (const std::size_t size : {coded.size() - 1, coded.size() / 2, std::size_t{7}}) {
    const auto cut = Unpack(Bytes(coded.begin(), coded.begin() + static_cast<std::ptrdiff_t>(size)));
    ASSERT_FALSE(cut.ok()) << size;
    EXPECT_EQ(cut.status().code(), StatusCode::kCorrupt);
  }
}

TEST(Unpack, Xz) { ExpectSound(*LzmaCodec(1).Compress(Text(), {}), Text()); }
TEST(Unpack, Zstd) { ExpectSound(Zstd(Text()), Text()); }

TEST(Unpack, SeveralStreams) {
  Bytes twice = Zstd(Text());
  const Bytes once = twice;
  twice.insert(twice.end(), once.begin(), once.end());
  const auto unpacked = Unpack(twice);
  ASSERT_TRUE(unpacked.ok());
  EXPECT_EQ(unpacked->size(), 2 * Text().size());
}

TEST(Unpack, LeavesOthersAlone) {
  EXPECT_EQ(*Unpack(Text()), Text());
  EXPECT_EQ(*Unpack({}), Bytes());
  EXPECT_EQ(*Unpack({0xFD, '7'}), (Bytes{0xFD, '7'}));
}

}  // namespace
}  // namespace llmzip::train
