// Any content in any blocks: segments cover each block in order, with right parameters, and filters give them back.
#include "content/detector.h"

#include <algorithm>
#include <string>

#include "filters/registry.h"
#include "fuzz/fuzz_target.h"
#include "support/content_samples.h"
#include "support/media_files.h"

namespace llmzip::fuzz {
namespace {

void RunBlock(Detector* detector, ByteView block) {
  std::uint64_t at = 0;
  for (const Segment& segment : detector->Detect(block)) {
    FUZZ_CHECK(segment.offset == at && segment.size >= 1 && segment.size <= block.size() - at);
    FUZZ_CHECK(CheckKindParameters(static_cast<std::uint8_t>(segment.kind), segment.parameters).ok());
    FUZZ_CHECK(!segment.continues || at == 0);
    const ByteView raw = block.subspan(at, segment.size);
    for (const FilterEntry& filter : FilterCatalogue()) {
      if (!filter.accepts(segment.kind)) continue;
      Bytes filtered;
      Bytes parameters;
      if (!filter.forward(segment.View(), raw, &filtered, &parameters)) continue;
      Bytes restored(raw.size());
      FUZZ_CHECK(UndoFilter(filter.number, segment.View(), parameters, filtered, restored).ok());
      FUZZ_CHECK(std::ranges::equal(restored, raw));
    }
    at += segment.size;
  }
  FUZZ_CHECK(at == block.size());
}

}  // namespace

std::vector<Case> Cases() { return {{"", 3000}}; }

std::vector<Bytes> Seeds(const std::string& /*case_name*/) {
  std::vector<Bytes> seeds;
  std::vector<Bytes> files = {
      testing::ElfFile(testing::X86Code(2500), 62),    testing::ElfFile(testing::Arm64Code(2500), 183),
      testing::PeFile(testing::X86Code(2500)),         testing::WaveFile(testing::Sound(2500)),
      testing::PpmFile(testing::Pixels(2700, 30), 30), testing::Prose(3000)};
  for (const testing::MediaFile& file : testing::MediaFiles()) {
    // One of each container and depth, with what stands behind its pixels or samples.
    constexpr std::uint64_t kKept = 2000;
    Bytes bytes = file.bytes;
    if (file.size > kKept) {
      const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(file.offset + kKept);
      bytes.erase(begin, begin + static_cast<std::ptrdiff_t>(file.size - kKept));
    }
    files.push_back(std::move(bytes));
  }
  for (const Bytes& file : files) {
    for (const unsigned blocks : {0U, 3U}) {
      Bytes seed = {0, static_cast<std::uint8_t>(blocks)};
      seed.insert(seed.end(), file.begin(), file.end());
      seeds.push_back(seed);
      seed.insert(seed.end(), files[seeds.size() % files.size()].begin(), files[seeds.size() % files.size()].end());
      seeds.push_back(std::move(seed));
    }
  }
  return seeds;
}

void Run(const std::string& /*case_name*/, ByteView input) {
  InputReader reader(input);
  const std::size_t blocks = 1 + reader.UpTo(255) % 8;
  const ByteView content = reader.Rest();
  const std::size_t block_size = content.size() / blocks + 1;
  Detector detector;
  for (std::size_t at = 0; at < content.size(); at += block_size) {
    RunBlock(&detector, content.subspan(at, std::min(block_size, content.size() - at)));
  }
}

}  // namespace llmzip::fuzz
