// `cm` and `cm:max` as predictors: possible frequencies whatever comes, and memory within the stated bounds.
#include "predictors/cm/mixing_predictor.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "base/work_meter.h"
#include "coding/reading.h"

namespace llmzip::cm {
namespace {

class Mixing : public testing::TestWithParam<MixingStrength> {};

TEST_P(Mixing, NeverCallsABitImpossible) {
  std::mt19937 random(1);
  for (const unsigned lanes : {1U, 3U}) {
    const auto predictor = MakeMixingPredictor(GetParam(), {lanes, 6000 * lanes});
    std::vector<Frequency> frequencies(2 * lanes);
    std::vector<Symbol> symbols(lanes);
    for (unsigned step = 0; step < 8 * 6000; ++step) {
      predictor->Predict(frequencies);
      // Long certainty, then the opposite, then noise: whatever has been learnt is contradicted.
      const unsigned phase = step / 8000;
      for (unsigned l = 0; l < lanes; ++l) {
        ASSERT_GE(frequencies[2 * l], 1U);
        ASSERT_GE(frequencies[2 * l + 1], 1U);
        ASSERT_EQ(frequencies[2 * l] + frequencies[2 * l + 1], 1U << 22);
        const bool one_is_likelier = frequencies[2 * l + 1] > frequencies[2 * l];
        symbols[l] = phase == 0                            ? 1
                     : phase == 1                          ? 0
                     : phase == 2                          ? random() & 1U
                     : one_is_likelier == (phase % 2 == 0) ? 1
                                                           : 0;
      }
      predictor->Update(symbols);
    }
  }
}

TEST_P(Mixing, StaysWithinTheStatedMemory) {
  const std::uint64_t limit = GetParam() == MixingStrength::kStandard ? 256U << 20 : 1U << 30;
  for (const unsigned lanes : {1U, 16U, 256U}) {
    for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1} << 20, std::uint64_t{1} << 25,
                                     std::uint64_t{1} << 32, PredictorShape::kUnknownSize}) {
      EXPECT_LE(MixingPredictorMemory(GetParam(), {lanes, size}), limit) << lanes << " lanes, " << size;
    }
  }
  EXPECT_LT(MixingPredictorMemory(GetParam(), {1, 1}), 20U << 20);
}

TEST_P(Mixing, StopsReadingWhenAsked) {
  const std::vector<std::uint8_t> text(100, 'a');
  const auto one_after = [&](Reading::Matter matter, bool stopped) {
    WorkMeter meter;
    const WorkMeter::Scope scope(&meter);
    const WorkMeter::Claim claimed_by_the_walk;
    if (stopped) meter.Stop();
    const auto predictor = MakeMixingPredictor(GetParam(), {1, 6000});
    dynamic_cast<Reading&>(*predictor).Read(text, matter);
    std::vector<Frequency> frequencies(2);
    predictor->Predict(frequencies);
    return frequencies[1];
  };
  std::vector<Frequency> unread(2);
  MakeMixingPredictor(GetParam(), {1, 6000})->Predict(unread);
  for (const auto matter : {Reading::Matter::kText, Reading::Matter::kPhrases}) {
    EXPECT_EQ(one_after(matter, true), unread[1]);
    EXPECT_NE(one_after(matter, false), unread[1]);
  }
}

INSTANTIATE_TEST_SUITE_P(Strengths, Mixing, testing::Values(MixingStrength::kStandard, MixingStrength::kMaximum),
                         [](const auto& info) {
                           return info.param == MixingStrength::kStandard ? "Standard" : "Maximum";
                         });

}  // namespace
}  // namespace llmzip::cm
