// What include/llmzip/predictor.h promises, for every predictor of the catalogue: frequencies of at least 1 that sum
// to 2^k, the same on the encoder's side and the decoder's, lanes that end in order.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "codecs/arithmetic/coded_lanes.h"
#include "codecs/arithmetic/lane_cut.h"
#include "codecs/arithmetic/symbol_walk.h"
#include "support/catalogue.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

class PredictorContract : public ::testing::TestWithParam<Example> {};

TEST_P(PredictorContract, ShapesAreAsAskedFor) {
  for (const std::uint64_t raw_size : {std::uint64_t{0}, std::uint64_t{1000}, PredictorShape::kUnknownSize}) {
    for (const unsigned lanes : {1U, 5U}) {
      const auto predictor = PredictorOf(GetParam().spec, {lanes, raw_size});
      EXPECT_EQ(predictor->lanes(), lanes);
      EXPECT_TRUE(ByteSymbols::Fits(predictor->alphabet_size()));
      EXPECT_GE(predictor->frequency_bits(), 16U);  // anything coarser costs more than the coder's own loss
      EXPECT_LE(predictor->frequency_bits(), kMaxFrequencyBits);
    }
  }
}

// Notes every decision, and takes what is known.
class Recorder final : public BitCoder {
 public:
  explicit Recorder(unsigned bits) : sum_(1U << bits) {}
  bool Code(bool known, Frequency one) override {
    EXPECT_GE(one, 1U);
    EXPECT_LT(one, sum_);
    decisions.emplace_back(one, known);
    return known;
  }
  void EndByte(unsigned lane, std::uint64_t position) override { bytes[lane].push_back(position); }

  std::vector<std::pair<Frequency, bool>> decisions;
  std::map<unsigned, std::vector<std::uint64_t>> bytes;

 private:
  Frequency sum_;
};

// Gives the bits that were noted, if the decisions are the same.
class Replayer final : public BitCoder {
 public:
  explicit Replayer(const Recorder& record) : record_(record) {}
  bool Code(bool /*known*/, Frequency one) override {
    if (next_ == record_.decisions.size()) {
      ADD_FAILURE() << "more decisions than before";
      return false;
    }
    EXPECT_EQ(one, record_.decisions[next_].first);
    return record_.decisions[next_++].second;
  }
  [[nodiscard]] std::size_t taken() const { return next_; }

 private:
  const Recorder& record_;
  std::size_t next_ = 0;
};

TEST_P(PredictorContract, DecodersOfLanesDecideAsEncodersDid) {
  const std::size_t size = std::min<std::size_t>(GetParam().sample_size, 1500);
  for (const unsigned lanes : {1U, 3U, 16U}) {
    for (const Sample& sample : AllSamples(size)) {
      SCOPED_TRACE(sample.name + ", lanes " + std::to_string(lanes));
      const PredictorShape shape{lanes, sample.bytes.size()};
      const auto encoding = PredictorOf(GetParam().spec, shape);
      if (!encoding->codes_lanes()) return;
      Recorder recorder(encoding->frequency_bits());
      ASSERT_TRUE(CodeInLanes(*encoding, sample.bytes.size(), sample.bytes, {}, {}, recorder).ok());
      const LaneCut cut(sample.bytes.size(), lanes);
      for (unsigned lane = 0; lane < lanes; ++lane) {
        std::vector<std::uint64_t> all(cut.offset(lane + 1) - cut.offset(lane));
        std::iota(all.begin(), all.end(), std::uint64_t{0});
        EXPECT_EQ(recorder.bytes[lane], all);
      }
      const auto decoding = PredictorOf(GetParam().spec, shape);
      Replayer replayer(recorder);
      Bytes decoded(sample.bytes.size());
      ASSERT_TRUE(CodeInLanes(*decoding, decoded.size(), {}, decoded, {}, replayer).ok());
      EXPECT_EQ(decoded, sample.bytes);
      EXPECT_EQ(replayer.taken(), recorder.decisions.size());
    }
  }
}

TEST_P(PredictorContract, TwoOfOneKindStayInStep) {
  if (PredictorOf(GetParam().spec, {1, 1})->codes_lanes()) GTEST_SKIP() << "it codes whole lanes itself";
  const std::size_t size = std::min<std::size_t>(GetParam().sample_size, 1500);
  for (const unsigned lanes : {1U, 2U, 3U, 16U}) {
    for (const Sample& sample : AllSamples(size)) {
      SCOPED_TRACE(sample.name + ", lanes " + std::to_string(lanes));
      const PredictorShape shape{lanes, sample.bytes.size()};
      const auto leader = PredictorOf(GetParam().spec, shape);
      if (leader->codes_lanes()) return;
      const auto follower = PredictorOf(GetParam().spec, shape);
      const std::size_t alphabet = leader->alphabet_size();
      const ByteSymbols symbols(leader->alphabet_size());
      const LaneCut cut(sample.bytes.size(), lanes);
      std::vector<Frequency> rows(lanes * alphabet);
      std::vector<Frequency> expected(lanes * alphabet);
      std::vector<Symbol> seen(lanes);
      for (std::size_t step = 0; step < cut.steps(); ++step) {
        const std::size_t active = cut.active(step);
        for (unsigned part = 0; part < symbols.per_byte(); ++part) {
          // The follower's buffer starts from other numbers: what is not written must show.
          std::ranges::fill(rows, 0U);
          std::ranges::fill(expected, 77U);
          ASSERT_TRUE(leader->Predict(std::span(rows).first(active * alphabet)).ok());
          ASSERT_TRUE(follower->Predict(std::span(expected).first(active * alphabet)).ok());
          for (std::size_t lane = 0; lane < active; ++lane) {
            const auto row = std::span(rows).subspan(lane * alphabet, alphabet);
            ASSERT_TRUE(std::ranges::equal(row, std::span(expected).subspan(lane * alphabet, alphabet)));
            ASSERT_GE(*std::ranges::min_element(row), 1U);
            ASSERT_EQ(std::accumulate(row.begin(), row.end(), std::uint64_t{0}),
                      std::uint64_t{1} << leader->frequency_bits());
            seen[lane] = symbols.Part(sample.bytes[cut.offset(static_cast<unsigned>(lane)) + step], part);
          }
          ASSERT_TRUE(leader->Update(std::span(seen).first(active)).ok());
          ASSERT_TRUE(follower->Update(std::span(seen).first(active)).ok());
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, PredictorContract, ::testing::ValuesIn(PredictorExamples()),
                         [](const auto& info) { return TestName(info.param.spec); });

}  // namespace
}  // namespace llmzip::testing
