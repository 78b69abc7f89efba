// Every family against the logits of Hugging Face's own code, over a sequence, in every way a model is fed.
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "checkpoints/config.h"
#include "checkpoints/families/families.h"
#include "checkpoints/fixtures.h"

namespace llmzip::checkpoints {
namespace {

constexpr double kParity = 1e-4;

class Parity : public testing::TestWithParam<std::string> {
 protected:
  static std::unique_ptr<LanguageModel> Load(at::ScalarType dtype) {
    const std::string folder = FixtureFolder(GetParam());
    auto json = ReadJsonObject(RealFileSystem(), folder, "config.json", 1 << 20);
    EXPECT_TRUE(json.ok()) << json.status().message();
    const auto files = WeightFiles::Open(RealFileSystem(), folder);
    EXPECT_TRUE(files.ok()) << files.status().message();
    Config config(*json);
    Weights weights(*files, {dtype, at::kCPU});
    auto model = FamilyNamed(config.Text("model_type"))(config, weights);
    EXPECT_TRUE(model.ok()) << model.status().message();
    return model.ok() ? *std::move(model) : nullptr;
  }

  static at::Tensor Row(const std::vector<std::int64_t>& tokens) {
    const at::Tensor row = at::empty({1, static_cast<std::int64_t>(tokens.size())}, at::kLong);
    std::copy(tokens.begin(), tokens.end(), row.data_ptr<std::int64_t>());
    return row;
  }

  static double Difference(const at::Tensor& logits, const std::vector<float>& expected) {
    EXPECT_EQ(logits.scalar_type(), at::kFloat);
    EXPECT_EQ(logits.numel(), static_cast<std::int64_t>(expected.size()));
    const at::Tensor row = logits.contiguous();
    double most = 0.0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const double difference = std::abs(static_cast<double>(row.data_ptr<float>()[i]) - expected[i]);
      most = difference <= most ? most : difference;  // a NaN stays
    }
    return most;
  }

  /// The largest difference over all places, fed token by token.
  static double StepByStep(const LanguageModel& model, const Expected& expected) {
    const auto state = model.NewState(1, 64);
    const at::Tensor tokens = Row(expected.tokens);
    double most = 0.0;
    std::size_t next = 0;
    for (std::int64_t t = 0; t < tokens.size(1); ++t) {
      const at::Tensor logits = model.Step(tokens.narrow(1, t, 1), *state);
      if (next == expected.places.size() || expected.places[next] != t) continue;
      const double difference = Difference(logits, expected.logits[next++]);
      most = difference <= most ? most : difference;
    }
    EXPECT_EQ(next, expected.places.size());
    return most;
  }

  // More threads would only wait for each other here.
  void SetUp() override { at::set_num_threads(1); }

 private:
  c10::InferenceMode inference_;
};

TEST_P(Parity, StepByStepInFloat32) {
  const auto model = Load(at::kFloat);
  ASSERT_NE(model, nullptr);
  EXPECT_EQ(model->vocabulary(), 256);
  const double difference = StepByStep(*model, ExpectedOf(GetParam()));
  RecordProperty("largest_difference", std::to_string(difference));
  EXPECT_LE(difference, kParity);
}

TEST_P(Parity, SeveralTokensAtOnce) {
  const auto model = Load(at::kFloat);
  ASSERT_NE(model, nullptr);
  const Expected expected = ExpectedOf(GetParam());
  const auto state = model->NewState(1, 64);
  const at::Tensor tokens = Row(expected.tokens);
  std::int64_t fed = 0;
  for (std::size_t i = 0; i < expected.places.size(); ++i) {
    const std::int64_t n = expected.places[i] + 1 - fed;
    EXPECT_LE(Difference(model->Step(tokens.narrow(1, fed, n), *state), expected.logits[i]), kParity) << i;
    fed += n;
  }
}

TEST_P(Parity, LanesDoNotTouchEachOther) {
  const auto model = Load(at::kFloat);
  ASSERT_NE(model, nullptr);
  const Expected expected = ExpectedOf(GetParam());
  const auto state = model->NewState(3, 64);
  for (std::int64_t t = 0; t < 20; ++t) {
    at::Tensor tokens = at::empty({3, 1}, at::kLong);
    tokens.data_ptr<std::int64_t>()[0] = (7 * t) % 256;
    tokens.data_ptr<std::int64_t>()[1] = expected.tokens[static_cast<std::size_t>(t)];
    tokens.data_ptr<std::int64_t>()[2] = 255 - t;
    const at::Tensor logits = model->Step(tokens, *state);
    for (std::size_t i = 0; i < expected.places.size(); ++i) {
      if (expected.places[i] != t) continue;
      EXPECT_LE(Difference(logits.select(0, 1), expected.logits[i]), kParity) << t;
    }
  }
}

TEST_P(Parity, ResetForgets) {
  const auto model = Load(at::kFloat);
  ASSERT_NE(model, nullptr);
  const Expected expected = ExpectedOf(GetParam());
  const auto state = model->NewState(1, 64);
  (void)model->Step(Row({9, 8, 7, 6, 5}), *state);
  model->Reset(*state);
  const at::Tensor first = Row(expected.tokens).narrow(1, 0, 3);
  EXPECT_LE(Difference(model->Step(first, *state), expected.logits[2]), kParity);
}

// The logits span about ±5.
TEST_P(Parity, NarrowTypesComeClose) {
  for (const auto dtype : {at::kBFloat16, at::kHalf}) {
    const auto model = Load(dtype);
    ASSERT_NE(model, nullptr);
    try {
      const Expected expected = ExpectedOf(GetParam());
      const double most = dtype == at::kHalf ? 0.03 : 0.2;
      EXPECT_LE(StepByStep(*model, expected), most) << at::toString(dtype);
      const auto state = model->NewState(1, 64);
      const at::Tensor first = Row(expected.tokens).narrow(1, 0, expected.places[3] + 1);
      EXPECT_LE(Difference(model->Step(first, *state), expected.logits[3]), most) << at::toString(dtype);
    } catch (const c10::Error& error) {
      // Which types a processor computes in depends on libtorch; opening a checkpoint tells (plugin_test).
      EXPECT_EQ(dtype, at::kHalf) << error.what_without_backtrace();
      EXPECT_THAT(error.what_without_backtrace(), testing::HasSubstr("not implemented for 'Half'"));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Families, Parity, testing::ValuesIn(kFixtures),
                         [](const auto& family) { return family.param; });

}  // namespace
}  // namespace llmzip::checkpoints
