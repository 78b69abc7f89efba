// What include/llmzip/predictor.h promises, for every predictor of the catalogue: frequencies of at least 1 that sum
// to 2^k, the same on the encoder's side and the decoder's, lanes that end in order.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

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

TEST_P(PredictorContract, TwoOfOneKindStayInStep) {
  if (PredictorOf(GetParam().spec, {1, 1})->codes_lanes()) GTEST_SKIP() << "it codes whole lanes itself";
  const std::size_t size = std::min<std::size_t>(GetParam().sample_size, 1500);
  for (const unsigned lanes : {1U, 2U, 3U, 16U}) {
    for (const Sample& sample : AllSamples(size)) {
      SCOPED_TRACE(sample.name + ", lanes " + std::to_string(lanes));
      const PredictorShape shape{lanes, sample.bytes.size()};
      const auto leader = PredictorOf(GetParam().spec, shape);
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
