// A language model that throws in a step ends prediction with an error that names the token.
#include <gtest/gtest.h>

#include <memory>
#include <new>
#include <stdexcept>

#include "checkpoints/token_predictor.h"

namespace llmzip::checkpoints {
namespace {

// Knows nothing, and throws in its 100th step.
class ThrowingModel final : public LanguageModel {
 public:
  explicit ThrowingModel(bool out_of_memory) : out_of_memory_(out_of_memory) {}
  [[nodiscard]] std::int64_t vocabulary() const override { return 256; }
  [[nodiscard]] std::int64_t longest_window() const override { return 0; }
  [[nodiscard]] std::unique_ptr<ModelState> NewState(std::int64_t /*lanes*/, std::int64_t /*window*/) const override {
    return std::make_unique<ModelState>();
  }
  void Reset(ModelState& /*state*/) const override {}
  [[nodiscard]] at::Tensor Step(const at::Tensor& tokens, ModelState& /*state*/) const override {
    if (++steps_ == 100) {
      if (out_of_memory_) throw std::bad_alloc();
      throw std::runtime_error("shapes do not match\nin some file");
    }
    return at::zeros({tokens.size(0), 256});
  }
  [[nodiscard]] std::uint64_t StateBytes(std::uint64_t /*lanes*/, std::uint64_t /*window*/) const override { return 0; }
  [[nodiscard]] std::uint64_t weight_bytes() const override { return 0; }

 private:
  bool out_of_memory_;
  mutable int steps_ = 0;
};

TEST(FailingModel, IsAnErrorAtItsToken) {
  for (const bool out_of_memory : {false, true}) {
    TokenPredictorShape shape;
    shape.lanes = 2;
    shape.window = 1000;
    shape.beginning = 0;  // the first step is for the first token
    TokenPredictor predictor(std::make_shared<ThrowingModel>(out_of_memory), shape, "");
    std::vector<Frequency> frequencies(2 * 256);
    const std::vector<Symbol> symbols(2, 7);
    for (int token = 1; token < 100; ++token) {
      ASSERT_TRUE(predictor.Predict(frequencies).ok());
      ASSERT_TRUE(predictor.Update(symbols).ok());
    }
    for (int again = 0; again < 2; ++again) {
      const Status status = predictor.Predict(frequencies);
      EXPECT_EQ(status.code(), out_of_memory ? StatusCode::kLimitExceeded : StatusCode::kInternal);
      EXPECT_EQ(status.message(), std::string("the checkpoint failed at token 100: ") +
                                      (out_of_memory ? "out of memory" : "shapes do not match"));
    }
  }
}

}  // namespace
}  // namespace llmzip::checkpoints
