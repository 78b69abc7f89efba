// Block headers come back as they were and stay within their bounds; checks know their place.
#include "frame/block_header.h"

#include <gtest/gtest.h>

#include "base/varint.h"
#include "frame/limits.h"

namespace llmzip::testing {
namespace {

Digest128 SomeDigest() {
  Digest128 digest;
  for (std::size_t i = 0; i < digest.size(); ++i) digest[i] = static_cast<std::uint8_t>(i * 17);
  return digest;
}

TEST(BlockHeader, ComesBack) {
  const BlockHeader headers[] = {{BlockKind::kStored, 1, 1, SomeDigest()},
                                 {BlockKind::kCoded, 1, 0, SomeDigest()},
                                 {BlockKind::kCoded, 1000, 999, SomeDigest()},
                                 {BlockKind::kCoded, kMaxBlockSize, kMaxBlockSize - 1, SomeDigest()}};
  for (const BlockHeader& header : headers) {
    Bytes bytes;
    AppendBlockHeader(header, &bytes);
    ASSERT_LE(bytes.size(), kMaxBlockHeaderSize);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      ASSERT_FALSE(ParseBlockHeader(ByteView(bytes).first(size), kMaxBlockSize).ok());
    }
    const auto parsed = ParseBlockHeader(bytes, kMaxBlockSize);
    ASSERT_TRUE(parsed.ok()) << parsed.status().message();
    EXPECT_EQ(parsed->size, bytes.size());
    EXPECT_EQ(parsed->header.kind, header.kind);
    EXPECT_EQ(parsed->header.raw_size, header.raw_size);
    EXPECT_EQ(parsed->header.payload_size, header.payload_size);
    EXPECT_EQ(parsed->header.raw_digest, header.raw_digest);
  }
}

TEST(BlockHeader, TheEndMarkerIsOneByte) {
  const auto parsed = ParseBlockHeader(Bytes{0, 1, 2}, 100);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->header.kind, BlockKind::kEnd);
  EXPECT_EQ(parsed->size, 1U);
}

bool Parses(std::uint8_t kind, std::uint64_t raw_size, std::uint64_t payload_size, std::uint64_t block_size) {
  Bytes bytes = {kind};
  AppendVarint(raw_size, &bytes);
  if (kind == 1) AppendVarint(payload_size, &bytes);
  bytes.resize(bytes.size() + 16);
  return ParseBlockHeader(bytes, block_size).ok();
}

TEST(BlockHeader, FieldsHaveBounds) {
  EXPECT_TRUE(Parses(1, 100, 99, 100));
  EXPECT_FALSE(Parses(1, 100, 100, 100)) << "a coded block must be smaller than its content";
  EXPECT_FALSE(Parses(1, 100, UINT64_MAX, 100));
  EXPECT_FALSE(Parses(1, 0, 0, 100));
  EXPECT_FALSE(Parses(1, 101, 0, 100)) << "no block is larger than the frame's block size";
  EXPECT_FALSE(Parses(1, UINT64_MAX, 0, 100));
  EXPECT_TRUE(Parses(2, 100, 0, 100));
  EXPECT_FALSE(Parses(2, 0, 0, 100));
  EXPECT_FALSE(Parses(2, 101, 0, 100));
  for (int kind = 3; kind < 256; ++kind) EXPECT_FALSE(Parses(static_cast<std::uint8_t>(kind), 1, 0, 100)) << kind;
}

TEST(BlockCheck, DependsOnBytesFrameAndNumber) {
  const Bytes bytes = {1, 2, 3};
  const std::uint32_t check = BlockCheck(bytes, {7, 3});
  EXPECT_EQ(BlockCheck(bytes, {7, 3}), check);
  EXPECT_NE(BlockCheck(Bytes{1, 2, 4}, {7, 3}), check);
  EXPECT_NE(BlockCheck(bytes, {8, 3}), check);
  EXPECT_NE(BlockCheck(bytes, {7, 4}), check);
  EXPECT_NE(BlockCheck(bytes, {7, 3 + (std::uint64_t{1} << 32)}), check);
}

}  // namespace
}  // namespace llmzip::testing
