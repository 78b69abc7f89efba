// What a checkpoint's predictor is fed, and when: beginnings, windows, overlaps, lanes that end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkpoints/fixtures.h"
#include "checkpoints/opened_plugin.h"

namespace llmzip {
namespace {

using Row = std::vector<Frequency>;

// Batches and single rows may round differently; nothing more.
constexpr double kRounding = 1e-5;

/// What follows `symbols`, all of them in view.
Row After(const Checkpoint& checkpoint, const std::vector<Symbol>& symbols) {
  const auto predictor = PredictorOf(checkpoint, {});
  for (const Symbol symbol : symbols) {
    (void)Rows(*predictor, 1);
    EXPECT_TRUE(predictor->Update(std::span(&symbol, 1)).ok());
  }
  return Rows(*predictor, 1)[0];
}

class Context : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    checkpoint_ = Opened(FixtureFolder(GetParam()));
    ASSERT_NE(checkpoint_, nullptr);
  }

  /// Whether there is a token to begin with, which takes one place of the window. The configurations of qwen name none,
  /// and gpt2's is beyond this vocabulary.
  static bool begins() { return GetParam() != "gpt2" && !GetParam().starts_with("qwen"); }

  /// All rows while `symbols` come, of one lane.
  [[nodiscard]] std::vector<Row> Walk(const CheckpointUse& use, const std::vector<Symbol>& symbols) const {
    const auto predictor = PredictorOf(*checkpoint_, use);
    std::vector<Row> rows;
    for (const Symbol symbol : symbols) {
      rows.push_back(Rows(*predictor, 1)[0]);
      EXPECT_TRUE(predictor->Update(std::span(&symbol, 1)).ok());
    }
    return rows;
  }

  [[nodiscard]] std::vector<Symbol>::const_iterator At(std::size_t t) const {
    return symbols_.begin() + static_cast<std::ptrdiff_t>(t);
  }

  std::shared_ptr<const Checkpoint> checkpoint_;
  const std::vector<Symbol> symbols_ = {104, 101, 108, 108, 111, 32, 119, 111, 114, 108, 100, 33, 10, 0, 255, 128};
};

TEST_P(Context, ResetKnowsNothingOfTheChunkBefore) {
  const std::vector<Row> rows = Walk({.context = {.window = 6}}, symbols_);
  const std::size_t chunk = begins() ? 6 : 7;
  EXPECT_EQ(rows[chunk], rows[0]);
  EXPECT_EQ(rows[2 * chunk], rows[0]);
  EXPECT_GT(Distance(rows[chunk - 1], rows[0]), 0.01);
  EXPECT_LT(Distance(rows[chunk + 2], After(*checkpoint_, {symbols_[chunk], symbols_[chunk + 1]})), kRounding);
}

TEST_P(Context, SlidingBeginsAgainWithTheNewest) {
  const std::vector<Row> rows = Walk({.context = {.window = 8, .overlap = 3}}, symbols_);
  const std::size_t full = begins() ? 8 : 9;
  EXPECT_LT(Distance(rows[full - 1], After(*checkpoint_, {symbols_.begin(), At(full - 1)})), kRounding);
  EXPECT_LT(Distance(rows[full], After(*checkpoint_, {At(full - 3), At(full)})), kRounding);
  EXPECT_LT(Distance(rows[full + 1], After(*checkpoint_, {At(full - 3), At(full + 1)})), kRounding);
}

TEST_P(Context, ALaneIsWhatItWouldBeAlone) {
  const auto predictor = PredictorOf(*checkpoint_, {.lanes = 3, .context = {.window = 6, .overlap = 2}});
  const std::vector<Row> alone = Walk({.context = {.window = 6, .overlap = 2}}, symbols_);
  for (std::size_t t = 0; t < symbols_.size(); ++t) {
    const std::size_t active = t < 5 ? 3 : 2;  // the last lane ends
    EXPECT_LT(Distance(Rows(*predictor, active)[1], alone[t]), kRounding) << t;
    const std::vector<Symbol> column = {static_cast<Symbol>(t), symbols_[t], 77};
    EXPECT_TRUE(predictor->Update(std::span(column).first(active)).ok());
  }
}

TEST_P(Context, DecodersGetWhatEncodersGot) {
  const CheckpointUse use = {.lanes = 5, .context = {.window = 7, .overlap = 2}, .top_k = 40};
  const auto encoder = PredictorOf(*checkpoint_, use);
  const auto decoder = PredictorOf(*checkpoint_, use);
  for (std::size_t t = 0; t < 20; ++t) {
    const std::size_t active = 5 - t / 5;
    EXPECT_EQ(Rows(*encoder, active), Rows(*decoder, active)) << t;
    std::vector<Symbol> column(active);
    for (std::size_t lane = 0; lane < active; ++lane) column[lane] = static_cast<Symbol>((t * 31 + lane * 7) % 256);
    EXPECT_TRUE(encoder->Update(column).ok());
    EXPECT_TRUE(decoder->Update(column).ok());
  }
}

TEST_P(Context, OnlyTheTopKeepTheirProbabilities) {
  const Row all = After(*checkpoint_, {1, 2, 3});
  const auto predictor = PredictorOf(*checkpoint_, {.top_k = 10});
  for (const Symbol symbol : {1U, 2U, 3U}) {
    (void)Rows(*predictor, 1);
    EXPECT_TRUE(predictor->Update(std::span(&symbol, 1)).ok());
  }
  Row row = Rows(*predictor, 1)[0];
  Row sorted = all;
  std::ranges::sort(sorted, std::greater());
  std::ranges::sort(row, std::greater());
  EXPECT_EQ(Row(row.begin() + 1, row.begin() + 10), Row(sorted.begin() + 1, sorted.begin() + 10));
  EXPECT_EQ(row[10], row[255]);
}

INSTANTIATE_TEST_SUITE_P(Families, Context, testing::ValuesIn(kFixtures),
                         [](const auto& family) { return family.param; });

}  // namespace
}  // namespace llmzip
