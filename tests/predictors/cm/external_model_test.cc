// What another predictor is worth to the mix: much when it is right, and almost no loss when it is wrong.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "eval/code_length.h"
#include "predictors/cm/mixing_predictor.h"
#include "support/samples.h"

namespace llmzip::cm {
namespace {

// All but certain of a byte, `shift` away from the one that comes.
class Oracle final : public Predictor {
 public:
  Oracle(ByteView raw, std::uint8_t shift) : raw_(raw), shift_(shift) {}
  [[nodiscard]] std::uint32_t alphabet_size() const override { return 256; }
  [[nodiscard]] unsigned frequency_bits() const override { return 22; }
  [[nodiscard]] unsigned lanes() const override { return 1; }
  Status Predict(std::span<Frequency> frequencies) override {
    std::ranges::fill(frequencies, 1U);
    frequencies[static_cast<std::uint8_t>(raw_[position_] + shift_)] = (1U << 22) - 255;
    return Status::Ok();
  }
  Status Update(std::span<const Symbol> /*symbols*/) override {
    ++position_;
    return Status::Ok();
  }

 private:
  ByteView raw_;
  std::uint8_t shift_;
  std::size_t position_ = 0;
};

class External : public ::testing::TestWithParam<MixingStrength> {
 protected:
  static double Bytes(ByteView raw, std::unique_ptr<Predictor> external) {
    const auto predictor = MakeMixingPredictor(GetParam(), {1, raw.size()}, std::move(external));
    return *CodeLengthBits(*predictor, raw) / 8;
  }
};

llmzip::Bytes SampleNamed(const std::string& name, std::size_t size) {
  for (const testing::Sample& sample : testing::AllSamples(size)) {
    if (sample.name == name) return sample.bytes;
  }
  return {};
}

llmzip::Bytes Text() { return SampleNamed("text", 8000); }

TEST_P(External, OneThatKnowsMakesAlmostNothingOfIt) {
  const llmzip::Bytes text = Text();
  EXPECT_LT(Bytes(text, std::make_unique<Oracle>(text, 0)), 0.05 * Bytes(text, nullptr));
}

TEST_P(External, OneThatIsAlwaysWrongCostsLittle) {
  const llmzip::Bytes text = Text();
  for (const unsigned shift : {1U, 128U}) {
    const double alone = Bytes(text, nullptr);
    EXPECT_LT(Bytes(text, std::make_unique<Oracle>(text, static_cast<std::uint8_t>(shift))), 1.005 * alone + 20);
  }
}

TEST_P(External, OneThatGuessesCostsLittle) {
  const llmzip::Bytes text = Text();
  llmzip::Bytes guesses(text.size());
  std::mt19937 random(1);
  for (std::uint8_t& guess : guesses) guess = static_cast<std::uint8_t>(random());
  EXPECT_LT(Bytes(text, std::make_unique<Oracle>(guesses, 0)), 1.005 * Bytes(text, nullptr) + 20);
}

// On regular tables, where the early bytes that tell are dear, the further final mixers more than pay for the guesses.
TEST_P(External, OneThatGuessesCostsNothingOnTables) {
  const llmzip::Bytes table = SampleNamed("binary", 24000);
  ASSERT_FALSE(table.empty());
  llmzip::Bytes guesses(table.size());
  std::mt19937 random(2);
  for (std::uint8_t& guess : guesses) guess = static_cast<std::uint8_t>(random());
  EXPECT_LT(Bytes(table, std::make_unique<Oracle>(guesses, 0)), 0.998 * Bytes(table, nullptr));
}

INSTANTIATE_TEST_SUITE_P(Strengths, External, ::testing::Values(MixingStrength::kStandard, MixingStrength::kMaximum),
                         [](const auto& info) {
                           return info.param == MixingStrength::kStandard ? "Standard" : "Maximum";
                         });

}  // namespace
}  // namespace llmzip::cm
