// Whatever a codec codes, it gives back.
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
  for (auto& sample : testing::AllSamples(LargestInput(spec))) {
    sample.bytes.insert(sample.bytes.begin(), 0);
    seeds.push_back(sample.bytes);
  }
  return seeds;
}

void Run(const std::string& spec, ByteView input) {
  InputReader reader(input);
  const unsigned lanes = 1 + reader.Byte() % 16;
  const ByteView raw = reader.Rest().first(std::min(reader.Rest().size(), LargestInput(spec)));
  const auto coded = testing::CodecOf(spec, lanes)->Compress(raw, {});
  FUZZ_CHECK(coded.ok());
  const auto back = testing::CodecOf(spec, lanes)->Decompress(*coded, raw.size(), {});
  FUZZ_CHECK(back.ok());
  FUZZ_CHECK(std::ranges::equal(*back, raw));
}

}  // namespace llmzip::fuzz
