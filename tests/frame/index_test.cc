// Indexes and trailers come back as they were; sizes that cannot be are refused.
#include "frame/index.h"

#include <gtest/gtest.h>

#include "frame/footer.h"
#include "frame/limits.h"
#include "support/forge.h"

namespace llmzip::testing {
namespace {

Bytes IndexOf(std::size_t blocks, std::uint8_t version = 2) {
  IndexBuilder builder;
  for (std::size_t i = 0; i < blocks; ++i) builder.Add({1 + i * i * 1000, 23 + i * i * 999});
  Digest128 digest;
  digest.fill(0x5A);
  return builder.Build(version, 50, digest);
}

TEST(Index, ComesBack) {
  for (const std::size_t blocks : {0, 1, 2, 3, 1000}) {
    const auto index = ParseIndex(IndexOf(blocks));
    ASSERT_TRUE(index.ok()) << index.status().message();
    EXPECT_EQ(index->header_size, 50U);
    ASSERT_EQ(index->blocks.size(), blocks);
    std::uint64_t raw_size = 0;
    std::uint64_t disk_size = 50;
    for (std::size_t i = 0; i < blocks; ++i) {
      EXPECT_EQ(index->blocks[i].raw_size, 1 + i * i * 1000);
      EXPECT_EQ(index->blocks[i].disk_size, 23 + i * i * 999);
      raw_size += index->blocks[i].raw_size;
      disk_size += index->blocks[i].disk_size;
    }
    EXPECT_EQ(index->raw_size, raw_size);
    EXPECT_EQ(index->disk_size, disk_size);
    EXPECT_TRUE(index->content_digest.has_value());
    const auto old = ParseIndex(IndexOf(blocks, 1));
    ASSERT_TRUE(old.ok()) << old.status().message();
    EXPECT_EQ(old->content_digest.has_value(), blocks >= 2);
  }
}

TEST(Index, EveryTruncationAndExtensionIsFound) {
  Bytes bytes = IndexOf(3);
  // Without its digest it is one of version 1, of a frame that has none: the header tells.
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_EQ(ParseIndex(ByteView(bytes).first(size)).ok(), size == bytes.size() - 16) << size;
  }
  bytes.push_back(0);
  EXPECT_FALSE(ParseIndex(bytes).ok());
}

TEST(Index, CountsBeyondItsBytesAreRefusedBeforeAnythingIsAllocated) {
  for (const std::uint64_t count : {std::uint64_t{2}, std::uint64_t{1} << 32, UINT64_MAX}) {
    EXPECT_FALSE(ParseIndex(ForgedIndex(count, 50, {{1, 23}})).ok()) << count;
  }
}

TEST(Index, SizesHaveBounds) {
  EXPECT_TRUE(ParseIndex(ForgedIndex(1, 50, {{1, 20}})).ok());
  EXPECT_FALSE(ParseIndex(ForgedIndex(1, 0, {{1, 23}})).ok());
  EXPECT_FALSE(ParseIndex(ForgedIndex(1, kMaxHeaderSize + 1, {{1, 23}})).ok());
  EXPECT_FALSE(ParseIndex(ForgedIndex(1, 50, {{0, 23}})).ok());
  EXPECT_FALSE(ParseIndex(ForgedIndex(1, 50, {{1, 19}})).ok());
  EXPECT_FALSE(ParseIndex(ForgedIndex(1, 50, {{kMaxBlockSize + 1, 23}})).ok());
  EXPECT_FALSE(ParseIndex(ForgedIndex(1, 50, {{1, UINT64_MAX}})).ok());
}

TEST(Index, SumsThatOverflowAreRefused) {
  // 2^24 blocks of 2^40 bytes come to exactly 2^64.
  const std::uint64_t blocks = std::uint64_t{1} << 24;
  const Bytes entry = ForgedIndex(0, 50, {{kMaxBlockSize, 23}});
  Bytes bytes = ForgedIndex(blocks, 50, {});
  bytes.reserve(bytes.size() + blocks * (entry.size() - 2) + 16);
  for (std::uint64_t i = 0; i < blocks; ++i) bytes.insert(bytes.end(), entry.begin() + 2, entry.end());
  bytes.resize(bytes.size() + 16);
  const auto index = ParseIndex(bytes);
  ASSERT_FALSE(index.ok());
  EXPECT_EQ(index.status().message(), "index: sizes add up to more than 2^64");
}

TEST(Trailer, ComesBackAndEveryFlipAndTruncationIsFound) {
  const Bytes trailer = ForgedTrailer(IndexOf(3));
  ASSERT_TRUE(ParseTrailer(trailer).ok());
  const auto size = TrailerSize(ByteView(trailer).last(kFooterSize));
  ASSERT_TRUE(size.ok());
  EXPECT_EQ(*size, trailer.size());
  for (std::size_t bit = 0; bit < 8 * trailer.size(); ++bit) {
    Bytes damaged = trailer;
    damaged[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    ASSERT_FALSE(ParseTrailer(damaged).ok()) << "bit " << bit;
  }
  for (std::size_t i = 0; i < trailer.size(); ++i) {
    ASSERT_FALSE(ParseTrailer(ByteView(trailer).first(i)).ok());
    ASSERT_FALSE(ParseTrailer(ByteView(trailer).subspan(i + 1)).ok());
  }
}

}  // namespace
}  // namespace llmzip::testing
