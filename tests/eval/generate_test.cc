// Generation: the seed decides, temperature 1 follows the distribution exactly, temperature 0 takes the likeliest.
#include "eval/generate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "support/catalogue.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

// Three of four bytes are 'a', the others 'b', whatever came before.
class Biased final : public Predictor {
 public:
  [[nodiscard]] std::uint32_t alphabet_size() const override { return 256; }
  [[nodiscard]] unsigned frequency_bits() const override { return 24; }
  [[nodiscard]] unsigned lanes() const override { return 1; }
  Status Predict(std::span<Frequency> frequencies) override {
    std::ranges::fill(frequencies, 1U);
    frequencies['a'] = (3U << 22) - 127;
    frequencies['b'] = (1U << 22) - 127;
    return Status::Ok();
  }
  Status Update(std::span<const Symbol> symbols) override {
    seen.push_back(symbols[0]);
    return Status::Ok();
  }
  void StopLearning() override {
    ++stops;
    learnt = seen.size();
  }
  std::vector<Symbol> seen;
  std::size_t learnt = 0;
  int stops = 0;
};

Bytes View(std::string_view text) { return Bytes(text.begin(), text.end()); }

StatusOr<Bytes> Drawn(Predictor& predictor, ByteView prefix, std::size_t count, std::uint64_t seed,
                      double temperature) {
  Generator generator(&predictor, seed, temperature);
  LLMZIP_RETURN_IF_ERROR(generator.Feed(prefix));
  Bytes drawn(count);
  for (std::uint8_t& byte : drawn) {
    LLMZIP_ASSIGN_OR_RETURN(byte, generator.Next());
  }
  return drawn;
}

TEST(Generator, FollowsTheDistributionAtTemperatureOne) {
  Biased predictor;
  const auto bytes = Drawn(predictor, {}, 20000, 1, 1.0);
  ASSERT_TRUE(bytes.ok());
  const auto as = std::ranges::count(*bytes, 'a');
  EXPECT_NEAR(static_cast<double>(as), 15000, 4 * std::sqrt(20000 * 0.75 * 0.25));
  EXPECT_EQ(as + std::ranges::count(*bytes, 'b'), 20000);
}

TEST(Generator, TemperatureBendsTheOdds) {
  // At temperature 1/2 the odds of 3 : 1 become 9 : 1; at 2 the square root of 3 to 1, but then the 254 others,
  // each at 1 to 3500, weigh a little too.
  const std::array<std::pair<double, double>, 2> kExpected = {{{0.5, 0.9}, {2.0, 0.6064}}};
  for (const auto& [temperature, share] : kExpected) {
    Biased predictor;
    const auto bytes = Drawn(predictor, {}, 20000, 1, temperature);
    ASSERT_TRUE(bytes.ok());
    EXPECT_NEAR(static_cast<double>(std::ranges::count(*bytes, 'a')) / 20000, share, 0.02) << temperature;
  }
}

TEST(Generator, TakesTheLikeliestAtTemperatureZero) {
  Biased predictor;
  const auto bytes = Drawn(predictor, View("bb"), 10, 7, 0.0);
  ASSERT_TRUE(bytes.ok());
  EXPECT_EQ(*bytes, Bytes(10, 'a'));
  EXPECT_EQ(predictor.seen.size(), 12U);  // the prefix too was shown
  EXPECT_EQ(predictor.seen[0], Symbol{'b'});
}

TEST(Generator, OnlyThePrefixIsLearnt) {
  Biased predictor;
  ASSERT_TRUE(Drawn(predictor, View("bb"), 10, 7, 1.0).ok());
  EXPECT_EQ(predictor.stops, 1);
  EXPECT_EQ(predictor.learnt, 2U);
  Biased fresh;
  ASSERT_TRUE(Drawn(fresh, {}, 10, 7, 1.0).ok());
  EXPECT_EQ(fresh.stops, 1);
  EXPECT_EQ(fresh.learnt, 0U);
}

TEST(Generator, TheSeedDecides) {
  const auto generate = [](std::uint64_t seed) {
    const auto predictor = PredictorOf("order1", {1, PredictorShape::kUnknownSize});
    return *Drawn(*predictor, AllSamples(2000)[5].bytes, 200, seed, 1.0);
  };
  EXPECT_EQ(generate(1), generate(1));
  EXPECT_NE(generate(1), generate(2));
}

TEST(Generator, ContinuesAPeriodThroughACodec) {
  // What the codec already knows costs it nothing more: the code lengths alone carry the period on.
  // gzip, because a byte takes 256 runs, and lzma would clear megabytes at the start of each.
  const auto predictor = PredictorOf("codelength:gzip", {1, PredictorShape::kUnknownSize});
  std::string prefix;
  for (int i = 0; i < 12; ++i) prefix += "round and round it goes, ";
  const auto bytes = Drawn(*predictor, View(prefix), 10, 1, 0.0);
  ASSERT_TRUE(bytes.ok());
  EXPECT_EQ(bytes->size(), 10U);
}

}  // namespace
}  // namespace llmzip::testing
