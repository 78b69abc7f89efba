#include "predictors/tokens/end_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace llmzip::tokens {
namespace {

constexpr std::uint32_t kAll = 1U << 22;

class Random {
 public:
  explicit Random(std::uint32_t seed) : random_(seed) {}
  std::uint32_t Below(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }

 private:
  std::mt19937 random_;
};

double Cost(std::uint32_t one, bool ends) { return -std::log2((ends ? one : kAll - one) * 0x1p-22); }

TEST(EndModel, BeginsAsTheModelSays) {
  for (const std::uint32_t model : {kAll / 100, kAll / 3, kAll / 2, kAll - kAll / 50}) {
    EndModel end_model;
    EXPECT_NEAR(end_model.Predict({.node = 5, .depth = 2, .model = model}), model, kAll / 50);
  }
}

TEST(EndModel, LearnsWhatTheModelDoesNotKnow) {
  // Tokens end at node 3 and go on at node 4, of which the model has no idea.
  EndModel end_model;
  double bits = 0;
  for (unsigned n = 0; n < 2000; ++n) {
    const bool ends = n % 2 == 0;
    const std::uint32_t one = end_model.Predict({.node = ends ? 3U : 4U, .depth = 2, .model = kAll / 2});
    if (n >= 1000) bits += Cost(one, ends);
    end_model.Learn(ends);
  }
  EXPECT_LT(bits / 1000, 0.05);
}

TEST(EndModel, LearnsFromMatchedPlaces) {
  EndModel end_model;
  Random random(1);
  double bits = 0;
  for (unsigned n = 0; n < 4000; ++n) {
    const bool ends = random.Below(3) == 0;
    const EndModel::Situation situation = {.node = random.Below(5000),
                                           .depth = 1 + random.Below(6),
                                           .previous = random.Below(1U << 31),
                                           .last8 = random.Below(1U << 31),
                                           .model = kAll / 3,
                                           .expected = 256 + random.Below(256),
                                           .confidence = 10,
                                           .boundary = ends ? 2U : 1U};
    const std::uint32_t one = end_model.Predict(situation);
    ASSERT_GT(one, 0U);
    ASSERT_LT(one, kAll);
    if (n >= 2000) bits += Cost(one, ends);
    end_model.Learn(ends);
  }
  EXPECT_LT(bits / 2000, 0.1);
}

TEST(EndModel, NoiseCostsLittleMoreThanTheModelSays) {
  EndModel end_model;
  Random random(2);
  double bits = 0;
  double by_model = 0;
  for (unsigned n = 0; n < 20000; ++n) {
    const std::uint32_t model = kAll / 16 * (1 + random.Below(15));
    const bool ends = random.Below(kAll) < model;
    const std::uint32_t one = end_model.Predict({.node = random.Below(1000),
                                                 .depth = 1 + random.Below(6),
                                                 .previous = random.Below(1000),
                                                 .last8 = random.Below(1U << 31),
                                                 .model = model});
    bits += Cost(one, ends);
    by_model += Cost(model, ends);
    end_model.Learn(ends);
  }
  EXPECT_LT(bits / by_model, 1.08);
}

}  // namespace
}  // namespace llmzip::tokens
