// Any bytes as an archive: decompression, listing, ranges and recovery end, within their limits, with a sound status.
//
// Fuzzing builds take every check for right, so that damage reaches the decoders; elsewhere a content that comes out
// of damaged bytes must not exist at all, which the exhaustive tests prove.
#include <algorithm>
#include <string>

#include "fuzz/fuzz_target.h"
#include "io/memory_stream.h"
#include "llmzip/llmzip.h"
#include "support/catalogue.h"
#include "support/samples.h"

namespace llmzip::fuzz {
namespace {

constexpr std::uint64_t kMostOutput = std::uint64_t{1} << 16;

DecompressOptions Options() {
  DecompressOptions options;
  options.threads = 1;
  options.limits.memory_bytes = std::uint64_t{64} << 20;
  options.limits.output_bytes = kMostOutput;
  return options;
}

void ExpectSound(const Status& status) {
  switch (status.code()) {
    case StatusCode::kOk:
    case StatusCode::kCorrupt:
    case StatusCode::kUnsupported:
    case StatusCode::kModelMissing:
    case StatusCode::kLimitExceeded:
      return;
    default:
      FUZZ_CHECK(false);
  }
}

void RunDecompress(ByteView input) {
  MemorySource source(input);
  Bytes raw;
  MemorySink sink(&raw);
  const auto totals = Decompress(source, sink, Options(), nullptr);
  ExpectSound(totals.status());
  FUZZ_CHECK(raw.size() <= kMostOutput);
  if (totals.ok()) FUZZ_CHECK(totals->raw_bytes == raw.size());
}

void RunList(ByteView input) {
  MemoryRandomAccessSource source(input);
  const auto frames = List(source);
  ExpectSound(frames.status());
  if (!frames.ok()) return;
  std::uint64_t coded_size = 0;
  for (const FrameSummary& frame : *frames) coded_size += frame.coded_size;
  FUZZ_CHECK(coded_size <= input.size());
  for (const std::uint8_t byte : input.subspan(coded_size)) FUZZ_CHECK(byte == 0);  // padding
}

void RunRange(ByteView input) {
  InputReader reader(input);
  const std::uint64_t offset = reader.UpTo(5000);
  const std::uint64_t size = reader.UpTo(5000);
  MemoryRandomAccessSource source(reader.Rest());
  Bytes raw;
  MemorySink sink(&raw);
  ExpectSound(DecompressRange(source, offset, size, sink, Options(), nullptr).status());
  FUZZ_CHECK(raw.size() <= size);
}

void RunRecover(ByteView input) {
  MemoryRandomAccessSource source(input);
  Bytes raw;
  MemorySink sink(&raw);
  const auto totals = Recover(source, sink, Options(), nullptr);
  ExpectSound(totals.status());
  FUZZ_CHECK(raw.size() <= kMostOutput);
}

}  // namespace

std::vector<Case> Cases() { return {{"decompress", 1500}, {"list", 1500}, {"range", 1500}, {"recover", 1500}}; }

std::vector<Bytes> Seeds(const std::string& use) {
  std::vector<Bytes> seeds;
  for (const std::string spec : {"store", "order0", "order2", "zstd:1", "gzip", "lzma:0"}) {
    for (const auto& sample : testing::AllSamples(600)) {
      CompressOptions options;
      options.spec = spec;
      options.block_size = 250;
      options.threads = 1;
      const auto archive = Compress(sample.bytes, options);
      FUZZ_CHECK(archive.ok());
      Bytes seed;
      if (use == "range") seed = {0, 100, 1, 0};
      seed.insert(seed.end(), archive->begin(), archive->end());
      seeds.push_back(std::move(seed));
    }
  }
  return seeds;
}

void Run(const std::string& use, ByteView input) {
  if (use == "decompress") RunDecompress(input);
  if (use == "list") RunList(input);
  if (use == "range") RunRange(input);
  if (use == "recover") RunRecover(input);
}

}  // namespace llmzip::fuzz
