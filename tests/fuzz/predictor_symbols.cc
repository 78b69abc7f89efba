// Whatever symbols come, in however many lanes, a predictor's frequencies are at least 1 and sum to 2^k, and a
// second predictor that saw the same symbols gives the same ones.
#include <algorithm>

#include "codecs/arithmetic/symbol_walk.h"
#include "fuzz/fuzz_target.h"
#include "support/catalogue.h"
#include "support/samples.h"

namespace llmzip::fuzz {
namespace {

std::size_t LargestInput(const std::string& spec) { return testing::ExampleOf(spec).fuzz_size(); }

}  // namespace

std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (const auto& example : testing::PredictorExamples()) {
    if (testing::PredictorOf(example.spec, {1, 1})->codes_lanes()) continue;  // codec_round_trip has those
    cases.push_back({example.spec, example.fuzz_runs()});
  }
  return cases;
}

std::vector<Bytes> Seeds(const std::string& spec) {
  std::vector<Bytes> seeds;
  for (auto& sample : testing::AllSamples(LargestInput(spec))) {
    sample.bytes.insert(sample.bytes.begin(), {0, 1});
    seeds.push_back(sample.bytes);
  }
  return seeds;
}

void Run(const std::string& spec, ByteView input) {
  InputReader reader(input);
  const unsigned lanes = 1 + reader.Byte() % 16;
  const bool size_known = reader.Byte() % 2 == 1;
  const ByteView raw = reader.Rest().first(std::min(reader.Rest().size(), LargestInput(spec)));
  const PredictorShape shape{lanes, size_known ? raw.size() : PredictorShape::kUnknownSize};
  std::vector<Frequency> first_pass;
  for (const bool first : {true, false}) {
    const auto predictor = testing::PredictorOf(spec, shape);
    const ByteSymbols symbols(predictor->alphabet_size());
    std::size_t seen = 0;
    const auto visit = [&](std::size_t position, unsigned part, FrequencyRow row) {
      std::uint64_t sum = 0;
      for (const Frequency frequency : row) {
        FUZZ_CHECK(frequency >= 1);
        sum += frequency;
      }
      FUZZ_CHECK(sum == std::uint64_t{1} << predictor->frequency_bits());
      const Symbol symbol = symbols.Part(raw[position], part);
      if (first) first_pass.push_back(row[symbol]);
      FUZZ_CHECK(first_pass[seen++] == row[symbol]);
      return symbol;
    };
    FUZZ_CHECK(WalkSymbols(*predictor, raw.size(), {}, {}, visit).ok());
  }
}

}  // namespace llmzip::fuzz
