// `cm` and `cm:max` as predictors: possible frequencies whatever comes, and memory within the stated bounds.
#include "predictors/cm/mixing_predictor.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace llmzip::cm {
namespace {

class Mixing : public ::testing::TestWithParam<MixingStrength> {};

TEST_P(Mixing, NeverCallsABitImpossible) {
  std::mt19937 random(1);
  for (const unsigned lanes : {1U, 3U}) {
    const auto predictor = MakeMixingPredictor(GetParam(), {lanes, 6000 * lanes});
    std::vector<Frequency> frequencies(2 * lanes);
    std::vector<Symbol> symbols(lanes);
    for (unsigned step = 0; step < 8 * 6000; ++step) {
      ASSERT_TRUE(predictor->Predict(frequencies).ok());
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
      ASSERT_TRUE(predictor->Update(symbols).ok());
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

TEST_P(Mixing, StopsPrimingWhenAsked) {
  const std::vector<std::uint8_t> text(100, 'a');
  const auto prime = [&](PrimeMode mode, bool stopped) {
    Work work;
    if (stopped) work.Stop();
    PredictorShape shape{1, 6000};
    shape.context.work = &work;
    return MakeMixingPredictor(GetParam(), shape)->Prime(text, mode);
  };
  for (const auto mode : {PrimeMode::kText, PrimeMode::kPhrases}) {
    EXPECT_EQ(prime(mode, true).code(), StatusCode::kCancelled);
    EXPECT_TRUE(prime(mode, false).ok());
  }
}

TEST_P(Mixing, PrimingChangesWhatIsPredicted) {
  const std::vector<std::uint8_t> text(100, 'a');
  std::vector<Frequency> unprimed(2);
  ASSERT_TRUE(MakeMixingPredictor(GetParam(), {1, 6000})->Predict(unprimed).ok());
  for (const auto mode : {PrimeMode::kText, PrimeMode::kPhrases}) {
    const auto predictor = MakeMixingPredictor(GetParam(), {1, 6000});
    ASSERT_TRUE(predictor->can_prime());
    ASSERT_TRUE(predictor->Prime(text, mode).ok());
    std::vector<Frequency> primed(2);
    ASSERT_TRUE(predictor->Predict(primed).ok());
    EXPECT_NE(primed, unprimed);
  }
}

INSTANTIATE_TEST_SUITE_P(Strengths, Mixing, ::testing::Values(MixingStrength::kStandard, MixingStrength::kMaximum),
                         [](const auto& info) {
                           return info.param == MixingStrength::kStandard ? "Standard" : "Maximum";
                         });

}  // namespace
}  // namespace llmzip::cm
