// `cm` and `cm:max` as predictors: possible frequencies whatever comes, and memory within the stated bounds.
#include "predictors/cm/mixing_predictor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "codecs/arithmetic/arithmetic_codec.h"
#include "content/kind.h"
#include "content/records_parameters.h"

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

// The probability that each bit of `byte` got, the least of them, while it came `times` times.
double LeastOfTheLast(Predictor& predictor, std::uint8_t byte, unsigned times) {
  double least = 1;
  std::vector<Frequency> frequencies(2);
  for (unsigned n = 0; n < times; ++n) {
    least = 1;
    for (unsigned place = 8; place-- > 0;) {
      const Symbol bit = (byte >> place) & 1U;
      EXPECT_TRUE(predictor.Predict(frequencies).ok());
      least = std::min(least, frequencies[bit] / 4194304.0);
      EXPECT_TRUE(predictor.Update(std::span(&bit, 1)).ok());
    }
  }
  return least;
}

TEST_P(Mixing, GrowsNoSurerOfWhatItDoesNotLearnFrom) {
  std::mt19937 random(1);
  const auto taught = [&] {
    auto predictor = MakeMixingPredictor(GetParam(), {1, 6000});
    for (unsigned n = 0; n < 3000; ++n) (void)LeastOfTheLast(*predictor, 'a' + random() % 16, 1);
    return predictor;
  };
  const auto learning = taught();
  EXPECT_GT(LeastOfTheLast(*learning, 'a', 200), 0.9);
  const auto drawing = taught();
  drawing->StopLearning();
  EXPECT_LT(LeastOfTheLast(*drawing, 'a', 200), 0.8);
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

ArithmeticCodec MixingCodec(MixingStrength strength, unsigned lanes) {
  const auto make = [=](unsigned l, std::uint64_t size,
                        const Context& context) -> StatusOr<std::unique_ptr<Predictor>> {
    return MakeMixingPredictor(strength, {l, size, context});
  };
  return ArithmeticCodec(make, lanes);
}

SegmentView RecordsSegment(std::uint64_t size, const Bytes& parameters) {
  return {static_cast<std::uint8_t>(Kind::kRecords), size, parameters};
}

// Rows of printable bytes, each near the one above it: by itself it looks like text.
Bytes SmoothTable(std::size_t width, std::size_t rows) {
  std::mt19937 random(7);
  Bytes table(width);
  for (std::uint8_t& byte : table) byte = static_cast<std::uint8_t>(64 + random() % 50);
  for (std::size_t i = width; i < width * rows; ++i) {
    table.push_back(static_cast<std::uint8_t>(table[i - width] + random() % 2));
    if (table.back() > 120) table.back() = 64;
  }
  return table;
}

TEST_P(Mixing, IsToldOfRecords) {
  constexpr std::size_t kWidth = 231;
  const Bytes table = SmoothTable(kWidth, 120);
  for (const unsigned lanes : {1U, 3U}) {
    const ArithmeticCodec codec = MixingCodec(GetParam(), lanes);
    const auto size_with = [&](std::uint32_t stride) {
      const Bytes parameters = RecordsParameters{stride, stride, 0}.Serialised();
      const std::vector<SegmentView> segments = {RecordsSegment(table.size(), parameters)};
      const auto coded = codec.CompressSegments(table, segments, {});
      EXPECT_TRUE(coded.ok());
      EXPECT_EQ(*codec.DecompressSegments(*coded, table.size(), segments, {}), table);
      return coded->size();
    };
    const std::size_t untold = codec.Compress(table, {})->size();
    EXPECT_LT(size_with(kWidth), untold * 0.97) << "lanes " << lanes;
    EXPECT_GT(size_with(kWidth - 1), size_with(kWidth));
  }
}

// What is not records is as if nobody had said anything, and so is what follows records.
TEST_P(Mixing, OtherSegmentsChangeNothing) {
  const Bytes table = SmoothTable(50, 40);
  const Bytes parameters = RecordsParameters{50, 50, 0}.Serialised();
  const ArithmeticCodec codec = MixingCodec(GetParam(), 1);
  const std::vector<SegmentView> other = {{static_cast<std::uint8_t>(Kind::kText), 500, {}},
                                          {static_cast<std::uint8_t>(Kind::kData), table.size() - 500, {}}};
  EXPECT_EQ(*codec.CompressSegments(table, other, {}), *codec.Compress(table, {}));

  const std::vector<SegmentView> whole = {RecordsSegment(table.size(), parameters)};
  const std::vector<SegmentView> half = {RecordsSegment(1000, parameters),
                                         {static_cast<std::uint8_t>(Kind::kData), table.size() - 1000, {}}};
  const auto coded = codec.CompressSegments(table, half, {});
  ASSERT_TRUE(coded.ok());
  EXPECT_NE(*coded, *codec.CompressSegments(table, whole, {}));
  EXPECT_EQ(*codec.DecompressSegments(*coded, table.size(), half, {}), table);
}

// Two segments of one table are what one is: the second says at which byte of a record it begins.
TEST_P(Mixing, RecordsGoOnInTheNextSegment) {
  const Bytes table = SmoothTable(60, 40);
  const Bytes first = RecordsParameters{60, 4, 0}.Serialised();
  const Bytes second = RecordsParameters{60, 4, 1001 % 60}.Serialised();
  const ArithmeticCodec codec = MixingCodec(GetParam(), 1);
  const std::vector<SegmentView> one = {RecordsSegment(table.size(), first)};
  const std::vector<SegmentView> two = {RecordsSegment(1001, first), RecordsSegment(table.size() - 1001, second)};
  EXPECT_EQ(*codec.CompressSegments(table, two, {}), *codec.CompressSegments(table, one, {}));
}

TEST_P(Mixing, BadRecordsAreCorrupt) {
  const ArithmeticCodec codec = MixingCodec(GetParam(), 1);
  for (const Bytes& bad : {Bytes{}, Bytes{0, 0, 0, 0}, Bytes{4, 5, 0, 0}, Bytes{4, 4, 4, 0}, Bytes{4, 4, 0},
                           Bytes{4, 4, 0, 0, 0}, Bytes{4, 4, 0, 15}}) {
    const std::vector<SegmentView> segments = {RecordsSegment(100, bad)};
    EXPECT_EQ(codec.CompressSegments(Bytes(100), segments, {}).status().code(), StatusCode::kCorrupt);
    EXPECT_EQ(codec.DecompressSegments(Bytes(100), 100, segments, {}).status().code(), StatusCode::kCorrupt);
  }
}

INSTANTIATE_TEST_SUITE_P(Strengths, Mixing, ::testing::Values(MixingStrength::kStandard, MixingStrength::kMaximum),
                         [](const auto& info) {
                           return info.param == MixingStrength::kStandard ? "Standard" : "Maximum";
                         });

}  // namespace
}  // namespace llmzip::cm
