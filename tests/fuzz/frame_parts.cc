// Header, block head, layout, index and trailer parsers take any bytes; what they accept, written again, is what they
// read.
#include <algorithm>
#include <string>

#include "frame/block.h"
#include "frame/footer.h"
#include "frame/header.h"
#include "frame/index.h"
#include "frame/layout.h"
#include "frame/limits.h"
#include "fuzz/fuzz_target.h"
#include "support/forge.h"

namespace llmzip::fuzz {
namespace {

// The bytes a parser took, but for what fuzzing builds do not check: digests and checks at the end.
void ExpectSame(ByteView taken, ByteView written, std::size_t unchecked) {
  FUZZ_CHECK(taken.size() == written.size());
  FUZZ_CHECK(std::ranges::equal(taken.first(taken.size() - unchecked), written.first(written.size() - unchecked)));
}

void RunHeader(ByteView input) {
  const auto parsed = ParseHeader(input);
  if (!parsed.ok()) return;
  FUZZ_CHECK(parsed->size <= kMaxHeaderSize);
  if (parsed->header.version != kFormatVersion) return;  // written no more
  Bytes written;
  AppendHeader(parsed->header, &written);
  ExpectSame(input.first(parsed->size), written, parsed->header.lone ? 0 : kCheckSize);
}

// The frame a block stands in: lone or not, of either version, with a block size.
FrameHeader AnyFrame(InputReader& reader) {
  FrameHeader frame;
  const std::uint8_t form = reader.Byte() % 5;
  if (form == 4) frame.version = kOldFormatVersion;
  if (form >= 1 && form <= 3) frame.lone = static_cast<BlockKind>(form);
  frame.block_size = frame.lone ? kMaxBlockSize : std::uint64_t{1} << (reader.Byte() % 41);
  return frame;
}

void RunBlock(ByteView input) {
  InputReader reader(input);
  const FrameHeader frame = AnyFrame(reader);
  const ByteView bytes = reader.Rest();
  const auto sizes = ParseBlockSizes(bytes, frame);
  if (!sizes.ok() || sizes->kind == BlockKind::kEnd) return;
  FUZZ_CHECK(sizes->raw_size <= frame.block_size);
  FUZZ_CHECK(sizes->payload_size <= sizes->raw_size);
  if (sizes->head_size > bytes.size()) return;
  const auto head = ParseBlockHead(bytes.first(sizes->head_size), frame);
  if (!head.ok()) return;
  FUZZ_CHECK(head->raw_size == sizes->raw_size && head->payload_size == sizes->payload_size);
  std::uint64_t covered = 0;
  for (const SegmentHead& segment : head->segments) covered += segment.size;
  FUZZ_CHECK(head->segments.empty() || covered == head->raw_size);
  std::uint64_t coded_size = 0;
  for (const StreamHead& stream : head->streams) coded_size += stream.coded_size;
  FUZZ_CHECK(coded_size == head->payload_size);
  if (frame.version != kFormatVersion) return;
  // Layouts have several encodings (classes may be listed otherwise), but what is written is read as the same.
  Bytes written;
  AppendBlockHead(*head, frame.lone.has_value(), &written);
  const auto again = ParseBlockHead(written, frame);
  FUZZ_CHECK(again.ok() && again->segments.size() == head->segments.size());
  if (head->kind != BlockKind::kSegmented) {
    ExpectSame(bytes.first(sizes->head_size - (sizes->has_head_check ? kCheckSize : 0)), written, 0);
  }
}

void RunLayout(ByteView input) {
  InputReader reader(input);
  const std::uint64_t raw_size = 1 + reader.UpTo(70000);
  const std::uint64_t coded_size = reader.UpTo(70000);
  const auto layout = ParseLayout(reader.Rest(), raw_size, coded_size);
  if (!layout.ok()) return;
  Bytes written;
  AppendLayout(layout->streams, layout->segments, &written);
  FUZZ_CHECK(ParseLayout(written, raw_size, coded_size).ok());
}

void RunIndex(ByteView input) {
  const auto index = ParseIndex(input);
  if (!index.ok()) return;
  IndexBuilder builder;
  std::uint64_t raw_size = 0;
  for (const IndexEntry& entry : index->blocks) {
    builder.Add(entry);
    raw_size += entry.raw_size;
  }
  FUZZ_CHECK(raw_size == index->raw_size);
  const std::uint8_t version = index->content_digest ? kFormatVersion : kOldFormatVersion;
  const Bytes written = builder.Build(version, index->header_size, index->content_digest.value_or(Digest128{}));
  if (IndexHasDigest(version, index->blocks.size()) != index->content_digest.has_value()) return;
  ExpectSame(input, written, 0);
  FUZZ_CHECK(IndexSize(input, version) == input.size());
}

void RunTrailer(ByteView input) {
  const auto index = ParseTrailer(input);
  if (!index.ok()) return;
  FUZZ_CHECK(TrailerSize(input.last(kFooterSize)).ok());
}

}  // namespace

std::vector<Case> Cases() {
  return {{"header", 3000}, {"block", 3000}, {"layout", 3000}, {"index", 3000}, {"trailer", 3000}};
}

std::vector<Bytes> Seeds(const std::string& part) {
  FrameHeader header;
  header.plans = {"mix(cm,order2)"};
  header.block_size = 1 << 24;
  header.models.resize(2);
  header.environment = "zlib 1.2.13";
  Bytes head;
  AppendHeader(header, &head);
  Bytes old_head = testing::OldHeader().ToBytes();
  const std::vector<StreamHead> streams = {{0, 1, 200, 0, {}}, {8, 2, 100, 0, {}}};
  const std::vector<SegmentHead> segments = {{3, 0, 0, true, 500, 500, {4, 4, 1}, {}},
                                             {5, 2, 1, false, 300, 300, {0}, {1}},
                                             {0, 0, 0, false, 200, 200, {}, {}}};
  BlockHead segmented = testing::PlainHeadOf(1000, 300, 1);
  segmented.kind = BlockKind::kSegmented;
  segmented.streams = streams;
  segmented.segments = segments;
  Bytes plain_block = {0, 20};
  AppendBlockHead(testing::PlainHeadOf(1000, 300, 1), false, &plain_block);
  plain_block.resize(plain_block.size() + kCheckSize);
  Bytes segmented_block = {0, 20};
  AppendBlockHead(segmented, false, &segmented_block);
  segmented_block.resize(segmented_block.size() + kCheckSize);
  Bytes lone_block = {3};
  AppendBlockHead(segmented, true, &lone_block);
  Bytes layout = {0x03, 0xE7, 0x01, 0x2C};  // as UpTo reads them
  AppendLayout(streams, segments, &layout);
  const Bytes index = testing::ForgedIndex(2, 50, {{1 << 20, 1000}, {100, 23}}, Bytes(16));
  if (part == "header") return {head, old_head};
  if (part == "block") return {plain_block, segmented_block, lone_block, {4, 7, 0}};
  if (part == "layout") return {layout};
  if (part == "index") return {index, testing::ForgedIndex(0, 34, {})};
  return {testing::ForgedTrailer(index)};
}

void Run(const std::string& part, ByteView input) {
  if (part == "header") RunHeader(input);
  if (part == "block") RunBlock(input);
  if (part == "layout") RunLayout(input);
  if (part == "index") RunIndex(input);
  if (part == "trailer") RunTrailer(input);
}

}  // namespace llmzip::fuzz
