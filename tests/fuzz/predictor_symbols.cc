// Whatever symbols come, in however many lanes, a predictor's frequencies are at least 1 and sum to 2^k, and a
// second predictor that saw the same symbols gives the same ones.
#include <algorithm>
#include <utility>
#include <vector>

#include "codecs/arithmetic/coded_lanes.h"
#include "codecs/arithmetic/symbol_walk.h"
#include "fuzz/fuzz_target.h"
#include "support/catalogue.h"
#include "support/samples.h"

namespace llmzip::fuzz {
namespace {

std::size_t LargestInput(const std::string& spec) { return testing::ExampleOf(spec).fuzz_size(); }

// Takes what is known, and compares every decision with those of the coder before, if there is one.
class Comparer final : public BitCoder {
 public:
  Comparer(unsigned bits, const Comparer* before) : sum_(1U << bits), before_(before) {}
  bool Code(bool known, Frequency one) override {
    FUZZ_CHECK(one >= 1 && one < sum_);
    if (before_ != nullptr) {
      FUZZ_CHECK(decisions_.size() < before_->decisions_.size());
      const auto [frequency, bit] = before_->decisions_[decisions_.size()];
      FUZZ_CHECK(frequency == one);
      known = bit;
    }
    decisions_.emplace_back(one, known);
    return known;
  }

 private:
  Frequency sum_;
  const Comparer* before_;
  std::vector<std::pair<Frequency, bool>> decisions_;
};

void CheckLanes(Predictor& encoding, Predictor& decoding, ByteView raw) {
  Comparer encoder(encoding.frequency_bits(), nullptr);
  FUZZ_CHECK(CodeInLanes(encoding, raw.size(), raw, {}, {}, encoder).ok());
  Comparer decoder(decoding.frequency_bits(), &encoder);
  Bytes decoded(raw.size());
  FUZZ_CHECK(CodeInLanes(decoding, raw.size(), {}, decoded, {}, decoder).ok());
  FUZZ_CHECK(std::ranges::equal(decoded, raw));
}

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
  if (const auto predictor = testing::PredictorOf(spec, shape); predictor->codes_lanes()) {
    return CheckLanes(*predictor, *testing::PredictorOf(spec, shape), raw);
  }
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
