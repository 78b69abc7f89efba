// Heads of blocks come back as they were and stay within their bounds; checks know their place.
#include "frame/block.h"

#include <gtest/gtest.h>

#include "base/little_endian.h"
#include "base/varint.h"
#include "frame/limits.h"
#include "frame/pieces.h"
#include "support/forge.h"

namespace llmzip::testing {
namespace {

FrameHeader FrameOf(std::uint64_t block_size) {
  FrameHeader frame;
  frame.plans = {"order0"};
  frame.block_size = block_size;
  return frame;
}

FrameHeader LoneFrame(BlockKind kind) {
  FrameHeader frame = FrameOf(kMaxBlockSize);
  frame.lone = kind;
  return frame;
}

BlockHead Head(BlockKind kind, std::uint64_t raw_size, std::uint64_t payload_size, std::uint64_t number = 0) {
  BlockHead head;
  head.kind = kind;
  head.number = number;
  head.raw_size = raw_size;
  head.payload_size = payload_size;
  head.digest = RawDigest(Bytes{1, 2, 3, 4, 5, 6, 7, 8});
  StreamHead& stream = head.streams.emplace_back();
  stream.plan = kind == BlockKind::kStored ? 0 : 5;
  stream.lanes = kind == BlockKind::kStored ? 1 : 3;
  stream.size = raw_size;
  stream.coded_size = payload_size;
  stream.piece_checks.assign(PiecesOf(raw_size, payload_size).count, 0x12345678);
  return head;
}

// Two streams, three segments, one of them filtered, one that continues.
BlockHead Segmented() {
  BlockHead head = Head(BlockKind::kSegmented, 300000, 30000, 300);
  head.streams = {{0, 1, 20000, 200000, {}}, {8, 2, 10000, 100000, {}}};
  for (StreamHead& stream : head.streams) {
    stream.piece_checks.assign(PiecesOf(stream.size, stream.coded_size).count, 0xABCDEF01);
  }
  head.segments = {{3, 0, 0, true, 150000, 150000, {4, 4, 1}, {}},
                   {4, 1, 1, false, 100000, 100000, {0}, {1}},
                   {0, 0, 0, false, 50000, 50000, {}, {}}};
  return head;
}

void ExpectSame(const BlockHead& a, const BlockHead& b, bool lone) {
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.number, lone ? 0 : b.number);
  EXPECT_EQ(a.raw_size, b.raw_size);
  EXPECT_EQ(a.payload_size, b.payload_size);
  EXPECT_TRUE(std::ranges::equal(a.digest.bytes(), b.digest.bytes()));
  ASSERT_EQ(a.streams.size(), b.streams.size());
  for (std::size_t i = 0; i < a.streams.size(); ++i) {
    EXPECT_EQ(a.streams[i].plan, b.streams[i].plan);
    EXPECT_EQ(a.streams[i].lanes, b.streams[i].lanes);
    EXPECT_EQ(a.streams[i].size, b.streams[i].size);
    EXPECT_EQ(a.streams[i].coded_size, b.streams[i].coded_size);
    EXPECT_EQ(a.streams[i].piece_checks, b.streams[i].piece_checks);
  }
  ASSERT_EQ(a.segments.size(), b.segments.size());
  for (std::size_t i = 0; i < a.segments.size(); ++i) {
    EXPECT_EQ(a.segments[i].kind, b.segments[i].kind);
    EXPECT_EQ(a.segments[i].filter, b.segments[i].filter);
    EXPECT_EQ(a.segments[i].stream, b.segments[i].stream);
    EXPECT_EQ(a.segments[i].continues, b.segments[i].continues);
    EXPECT_EQ(a.segments[i].size, b.segments[i].size);
    EXPECT_EQ(a.segments[i].filtered_size, b.segments[i].filtered_size);
    EXPECT_EQ(a.segments[i].parameters, b.segments[i].parameters);
    EXPECT_EQ(a.segments[i].filter_parameters, b.segments[i].filter_parameters);
  }
}

TEST(Block, HeadsComeBack) {
  const BlockHead heads[] = {Head(BlockKind::kStored, 1, 1),
                             Head(BlockKind::kPlain, 1, 0, 7),
                             Head(BlockKind::kPlain, 1000, 999),
                             Head(BlockKind::kPlain, 1 << 20, 100000),
                             Head(BlockKind::kStored, 1 << 20, 1 << 20),
                             Head(BlockKind::kPlain, kMaxBlockSize, 5, UINT64_MAX),
                             Segmented()};
  for (const BlockHead& head : heads) {
    for (const bool lone : {false, true}) {
      const FrameHeader frame = lone ? LoneFrame(head.kind) : FrameOf(kMaxBlockSize);
      Bytes bytes;
      AppendBlockHead(head, lone, &bytes);
      const bool has_check = !lone || head.payload_size >= kPieceCodedSize;
      const auto sizes = ParseBlockSizes(ByteView(bytes).first(std::min(bytes.size(), kMaxBlockStartSize)), frame);
      ASSERT_TRUE(sizes.ok()) << sizes.status().message();
      EXPECT_EQ(sizes->head_size, bytes.size() + (has_check ? kCheckSize : 0));
      EXPECT_EQ(sizes->disk_size(), sizes->head_size + head.payload_size + kCheckSize);
      EXPECT_EQ(sizes->raw_size, head.raw_size);
      for (std::size_t size = 0; size < bytes.size(); size += 1 + size / 50) {
        ASSERT_FALSE(ParseBlockHead(ByteView(bytes).first(size), frame).ok()) << size;
      }
      const auto parsed = ParseBlockHead(bytes, frame);
      ASSERT_TRUE(parsed.ok()) << parsed.status().message();
      ExpectSame(*parsed, head, lone);
    }
  }
}

TEST(Block, TheEndMarkerIsOneByte) {
  const auto sizes = ParseBlockSizes(Bytes{0, 1, 2}, FrameOf(100));
  ASSERT_TRUE(sizes.ok());
  EXPECT_EQ(sizes->kind, BlockKind::kEnd);
  EXPECT_EQ(sizes->head_size, 1U);
}

bool Parses(std::uint8_t kind, std::uint64_t raw_size, std::uint64_t payload_size, std::uint64_t block_size) {
  Bytes bytes = {kind, 0};
  AppendVarint(raw_size, &bytes);
  if (kind == 1) bytes.push_back(0);
  if (kind == 1) AppendVarint(payload_size, &bytes);
  return ParseBlockSizes(bytes, FrameOf(block_size)).ok();
}

TEST(Block, FieldsHaveBounds) {
  EXPECT_TRUE(Parses(1, 100, 99, 100));
  EXPECT_FALSE(Parses(1, 100, 100, 100)) << "a coded block must be smaller than its content";
  EXPECT_FALSE(Parses(1, 100, UINT64_MAX, 100));
  EXPECT_FALSE(Parses(1, 0, 0, 100));
  EXPECT_FALSE(Parses(1, 101, 0, 100)) << "no block is larger than the frame's block size";
  EXPECT_FALSE(Parses(2, 101, 101, 100));
  EXPECT_FALSE(Parses(4, 1, 0, 100));
  EXPECT_FALSE(Parses(2, 0, 0, 100));
}

TEST(Block, OnlyALoneStoredBlockMayBeEmpty) {
  EXPECT_TRUE(ParseBlockSizes(Bytes{0}, LoneFrame(BlockKind::kStored)).ok());
  EXPECT_FALSE(ParseBlockSizes(Bytes{0, 0, 0}, LoneFrame(BlockKind::kPlain)).ok());
}

TEST(Block, BlocksOfFormat1AreRead) {
  FrameHeader frame = FrameOf(100);
  frame.version = 1;
  frame.lanes = 4;
  const Bytes block = OldStoredBlock(Bytes(10, 'x'), {5, 0});
  const auto sizes = ParseBlockSizes(ByteView(block).first(5), frame);
  ASSERT_TRUE(sizes.ok());
  EXPECT_EQ(sizes->disk_size(), block.size());
  EXPECT_FALSE(sizes->has_head_check);
  const auto head = ParseBlockHead(block, frame);
  ASSERT_TRUE(head.ok());
  EXPECT_TRUE(head->digest.Matches(Bytes(10, 'x')));
}

TEST(Block, ChecksDependOnBytesFrameAndNumber) {
  const Bytes bytes = {1, 2, 3, 4};
  const std::uint32_t check = BlockCheck(bytes, {5, 6});
  EXPECT_NE(check, BlockCheck(bytes, {5, 7}));
  EXPECT_NE(check, BlockCheck(bytes, {4, 6}));
  EXPECT_NE(check, BlockCheck(ByteView(bytes).first(3), {5, 6}));
}

TEST(Block, NoLoneFrameEndsAsAFullOneDoes) {
  // Bytes whose check is the footer's magic are hard to find; what comes out of any others is their check.
  const Bytes bytes = {1, 2, 3};
  EXPECT_EQ(LastCheck(bytes), Xxh3Check32(bytes));
}

TEST(Pieces, AreFewWhereLittleIsCoded) {
  EXPECT_EQ(PiecesOf(1 << 20, 8191).count, 0U);
  EXPECT_EQ(PiecesOf(1, 8192).count, 1U);
  EXPECT_EQ(PiecesOf(1 << 20, 16 * 8192).count, 16U);
  EXPECT_EQ(PiecesOf(1 << 20, 16 * 8192).size, kLeastPieceSize);
  EXPECT_EQ(PiecesOf(1 << 20, 15 * 8192).count, 8U);
  EXPECT_EQ(PiecesOf((1 << 20) + 1, 16 * 8192).count, 9U);
  EXPECT_EQ(PiecesOf(kMaxBlockSize, 8192).count, 1U);
}

TEST(Pieces, ProveWhatPrecedesDamage) {
  Bytes stream(300000);
  for (std::size_t i = 0; i < stream.size(); ++i) stream[i] = static_cast<std::uint8_t>(i * i >> 7);
  const auto checks = PieceChecks(stream, 80000);
  ASSERT_EQ(checks.size(), 5U);
  EXPECT_EQ(ProvenBytes(stream, 80000, checks), stream.size());
  stream[200000] ^= 1;
  EXPECT_EQ(ProvenBytes(stream, 80000, checks), 3 * kLeastPieceSize);
  stream[0] ^= 1;
  EXPECT_EQ(ProvenBytes(stream, 80000, checks), 0U);
}

}  // namespace
}  // namespace llmzip::testing
