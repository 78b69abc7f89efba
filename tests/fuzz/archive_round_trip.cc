// Whatever the content, spec, blocks, lanes and threads: what was compressed comes back, whole and in part.
#include <algorithm>
#include <string>

#include "fuzz/fuzz_target.h"
#include "io/memory_stream.h"
#include "llmzip/llmzip.h"
#include "support/catalogue.h"
#include "support/samples.h"

namespace llmzip::fuzz {
namespace {

std::size_t LargestInput(const std::string& spec) { return testing::ExampleOf(spec).slow() ? 30 : 4000; }

void ExpectRange(ByteView archive, ByteView raw, std::uint64_t offset, std::uint64_t size) {
  MemoryRandomAccessSource source(archive);
  Bytes range;
  MemorySink sink(&range);
  FUZZ_CHECK(DecompressRange(source, offset, size, sink, {}, nullptr).ok());
  const std::size_t begin = std::min<std::size_t>(offset, raw.size());
  FUZZ_CHECK(std::ranges::equal(range, raw.subspan(begin, std::min<std::size_t>(size, raw.size() - begin))));
}

}  // namespace

std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (const auto& example : testing::AllExamples()) cases.push_back({example.spec, example.slow() ? 5U : 60U});
  return cases;
}

std::vector<Bytes> Seeds(const std::string& spec) {
  std::vector<Bytes> seeds;
  for (const auto& sample : testing::AllSamples(LargestInput(spec))) {
    Bytes seed = {0, 200, 1, 2, 0, 10, 0, 50, 1};
    seed.insert(seed.end(), sample.bytes.begin(), sample.bytes.end());
    seeds.push_back(std::move(seed));
  }
  return seeds;
}

void Run(const std::string& spec, ByteView input) {
  InputReader reader(input);
  CompressOptions options;
  options.spec = spec;
  options.block_size = 1 + reader.UpTo(5000);
  options.lanes = 1 + reader.Byte() % 20;
  options.threads = 1 + reader.Byte() % 4;
  const std::size_t offset = reader.UpTo(5000);
  const std::size_t size = reader.UpTo(5000);
  const bool size_known = reader.Byte() % 2 != 0;
  const ByteView raw = reader.Rest().first(std::min(reader.Rest().size(), LargestInput(spec)));
  // Many tiny blocks of a predictor with large tables would take minutes.
  options.block_size = std::max<std::uint64_t>(options.block_size, raw.size() / 4 + 1);
  if (size_known) options.content_size = raw.size();
  MemorySource source(raw);
  Bytes archive;
  MemorySink sink(&archive);
  FUZZ_CHECK(Compress(source, sink, options, nullptr).ok());
  const auto back = Decompress(archive);
  FUZZ_CHECK(back.ok() && std::ranges::equal(*back, raw));
  ExpectRange(archive, raw, offset, size);
}

}  // namespace llmzip::fuzz
