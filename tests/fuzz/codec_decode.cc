// Whatever a codec is given to decode, it ends with as many bytes as were asked for, or says kCorrupt.
#include <algorithm>

#include "fuzz/fuzz_target.h"
#include "support/catalogue.h"
#include "support/samples.h"

namespace llmzip::fuzz {
namespace {

std::size_t LargestInput(const std::string& spec) { return testing::ExampleOf(spec).fuzz_size(); }

}  // namespace

std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (const auto& example : testing::AllExamples()) cases.push_back({example.spec, example.fuzz_runs()});
  return cases;
}

std::vector<Bytes> Seeds(const std::string& spec) {
  std::vector<Bytes> seeds;
  const auto codec = testing::CodecOf(spec, 1);
  for (const auto& sample : testing::AllSamples(LargestInput(spec))) {
    const auto coded = codec->Compress(sample.bytes, {});
    Bytes seed = {0, static_cast<std::uint8_t>(sample.bytes.size() >> 8),
                  static_cast<std::uint8_t>(sample.bytes.size())};
    if (coded.ok()) seed.insert(seed.end(), coded->begin(), coded->end());
    seeds.push_back(seed);
  }
  return seeds;
}

void Run(const std::string& spec, ByteView input) {
  InputReader reader(input);
  const unsigned lanes = 1 + reader.Byte() % 16;
  const std::size_t raw_size = reader.UpTo(LargestInput(spec));
  const auto raw = testing::CodecOf(spec, lanes)->Decompress(reader.Rest(), raw_size, {});
  if (raw.ok()) {
    FUZZ_CHECK(raw->size() == raw_size);
  } else {
    FUZZ_CHECK(raw.status().code() == StatusCode::kCorrupt);
  }
}

}  // namespace llmzip::fuzz
