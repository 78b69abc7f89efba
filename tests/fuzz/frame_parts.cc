// Header, block header, index and trailer parsers take any bytes; what they accept, written again, is what they read.
#include <algorithm>
#include <string>

#include "frame/block_header.h"
#include "frame/footer.h"
#include "frame/header.h"
#include "frame/index.h"
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
  Bytes written;
  AppendHeader(parsed->header, &written);
  ExpectSame(input.first(parsed->size), written, kCheckSize);
}

void RunBlock(ByteView input) {
  InputReader reader(input);
  const std::uint64_t block_size = std::uint64_t{1} << (reader.Byte() % 41);
  const ByteView bytes = reader.Rest();
  const auto parsed = ParseBlockHeader(bytes, block_size);
  if (!parsed.ok() || parsed->header.kind == BlockKind::kEnd) return;
  FUZZ_CHECK(parsed->size <= kMaxBlockHeaderSize);
  FUZZ_CHECK(parsed->header.raw_size >= 1 && parsed->header.raw_size <= block_size);
  FUZZ_CHECK(parsed->header.payload_size <= parsed->header.raw_size);
  Bytes written;
  AppendBlockHeader(parsed->header, &written);
  ExpectSame(bytes.first(parsed->size), written, 0);
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
  ExpectSame(input, builder.Build(index->header_size, index->content_digest.value_or(Digest128{})), 0);
}

void RunTrailer(ByteView input) {
  const auto index = ParseTrailer(input);
  if (!index.ok()) return;
  FUZZ_CHECK(TrailerSize(input.last(kFooterSize)).ok());
}

}  // namespace

std::vector<Case> Cases() { return {{"header", 3000}, {"block", 3000}, {"index", 3000}, {"trailer", 3000}}; }

std::vector<Bytes> Seeds(const std::string& part) {
  FrameHeader header;
  header.spec = "mix(cm,order2)";
  header.lanes = 300;
  header.block_size = 1 << 24;
  header.content_size = std::uint64_t{5} << 32;
  header.models.resize(2);
  header.environment = "zlib 1.2.13";
  Bytes head;
  AppendHeader(header, &head);
  Bytes block = {20};
  AppendBlockHeader({BlockKind::kCoded, 1000, 300, {}}, &block);
  const Bytes index = testing::ForgedIndex(2, 50, {{1 << 20, 1000}, {100, 23}}, Bytes(16));
  if (part == "header") return {head};
  if (part == "block") return {block, {7, 0}};
  if (part == "index") return {index, testing::ForgedIndex(0, 34, {})};
  return {testing::ForgedTrailer(index)};
}

void Run(const std::string& part, ByteView input) {
  if (part == "header") RunHeader(input);
  if (part == "block") RunBlock(input);
  if (part == "index") RunIndex(input);
  if (part == "trailer") RunTrailer(input);
}

}  // namespace llmzip::fuzz
