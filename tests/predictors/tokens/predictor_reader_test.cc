#include "predictors/tokens/predictor_reader.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace llmzip::tokens {
namespace {

/// Of four symbols, 0 … 3, the frequency of symbol s in lane l at step n is 100 n + 10 l + s + 1.
class CountingPredictor final : public Predictor {
 public:
  CountingPredictor(unsigned lanes, std::vector<std::vector<Symbol>>* told) : lanes_(lanes), told_(told) {}
  [[nodiscard]] std::uint32_t alphabet_size() const override { return 4; }
  [[nodiscard]] unsigned frequency_bits() const override { return 16; }
  [[nodiscard]] unsigned lanes() const override { return lanes_; }
  Status Predict(std::span<Frequency> frequencies) override {
    EXPECT_EQ(frequencies.size(), 4 * lanes_);
    for (unsigned i = 0; i < frequencies.size(); ++i) frequencies[i] = 100 * step_ + 10 * (i / 4) + i % 4 + 1;
    return step_ == 3 ? Status::Unsupported("three steps are enough") : Status::Ok();
  }
  Status Update(std::span<const Symbol> symbols) override {
    told_->emplace_back(symbols.begin(), symbols.end());
    ++step_;
    return Status::Ok();
  }

 private:
  unsigned lanes_;
  std::vector<std::vector<Symbol>>* told_;
  unsigned step_ = 0;
};

class PredictorReaderTest : public ::testing::Test {
 protected:
  Status Prepare(std::vector<unsigned> lanes) {
    return reader_.Prepare(lanes, [](unsigned /*lane*/, std::size_t /*most*/, std::vector<std::uint32_t>* /*guesses*/) {
      ADD_FAILURE() << "nothing is guessed";
    });
  }

  std::vector<std::vector<Symbol>> told_;
  // Token 0 is symbol 3, token 1 symbol 1; symbols 0 and 2 stand for no bytes.
  PredictorReader reader_{std::make_unique<CountingPredictor>(3, &told_), {3, 1}, 2};
};

TEST_F(PredictorReaderTest, MassesAreOfTokensInTheTriesOrder) {
  ASSERT_TRUE(Prepare({0, 2}).ok());
  EXPECT_EQ(reader_.masses(0).Of(0, 1), 4U);
  EXPECT_EQ(reader_.masses(0).Of(1, 2), 2U);
  EXPECT_EQ(reader_.masses(2).Of(0, 2), 24U + 22U);
}

TEST_F(PredictorReaderTest, LanesWithoutATokenAreToldTheSubstitute) {
  ASSERT_TRUE(Prepare({0, 1, 2}).ok());
  reader_.Take(0, 0);
  reader_.Take(2, 1);
  ASSERT_TRUE(Prepare({}).ok());  // nobody listens: no step
  EXPECT_TRUE(told_.empty());
  ASSERT_TRUE(Prepare({1}).ok());
  EXPECT_EQ(reader_.masses(1).Of(0, 1), 114U);
  reader_.Take(1, 1);
  ASSERT_TRUE(Prepare({1}).ok());
  EXPECT_EQ(told_, (std::vector<std::vector<Symbol>>{{3, 2, 1}, {2, 1, 2}}));
}

TEST_F(PredictorReaderTest, FailuresArePassedOn) {
  for (unsigned step = 0; step < 3; ++step) ASSERT_TRUE(Prepare({0}).ok());
  EXPECT_EQ(Prepare({0}).code(), StatusCode::kUnsupported);
}

}  // namespace
}  // namespace llmzip::tokens
