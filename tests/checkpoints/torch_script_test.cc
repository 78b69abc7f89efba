// TorchScript files, written here by libtorch itself: the documented signature, and modules that break it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/csrc/jit/api/module.h>

#include "checkpoints/opened_plugin.h"
#include "io/scratch_directory.h"

namespace llmzip {
namespace {

using testing::HasSubstr;

// A byte is followed by the one after it, once three have been seen by the one before it.
constexpr char kForward[] = R"(
def forward(self, tokens, seen: Tensor):
    turned = torch.where(seen < 3, (tokens + 1) % 256, (tokens + 255) % 256)
    return torch.eye(256).index_select(0, turned[:, 0]) * 20.0, seen + 1
)";
constexpr char kState[] = R"(
def initial_state(self, lanes: int):
    return torch.zeros([lanes, 1]).long()
)";

class TorchScript : public testing::Test {
 protected:
  std::string Saved(const torch::jit::Module& module) const {
    const std::string path = scratch_.Path("module.pt");
    module.save(path);
    return path;
  }

  static torch::jit::Module Good() {
    torch::jit::Module module("Successor");
    module.register_attribute("alphabet", c10::IntType::get(), 256);
    module.register_attribute("beginning", c10::IntType::get(), 96);
    module.define(kForward);
    module.define(kState);
    return module;
  }

  void ExpectRefused(const torch::jit::Module& module, const std::string& message) const {
    const auto opened = OpenWithPlugin(Saved(module));
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.status().code(), StatusCode::kUnsupported);
    EXPECT_THAT(opened.status().message(), HasSubstr(message));
  }

  ScratchDirectory scratch_;
};

Symbol Likeliest(const std::vector<Frequency>& row) {
  return static_cast<Symbol>(std::max_element(row.begin(), row.end()) - row.begin());
}

TEST_F(TorchScript, StateTravelsAndResets) {
  const auto checkpoint = Opened(Saved(Good()));
  ASSERT_NE(checkpoint, nullptr);
  EXPECT_EQ(checkpoint->alphabet_size(), 256U);
  EXPECT_THAT(checkpoint->environment(), HasSubstr("family=torchscript"));
  const auto predictor = PredictorOf(*checkpoint, {.lanes = 2, .context = {.window = 5, .overlap = 1}});
  // The beginning is 96; three inputs count upwards, two downwards; then the beginning again, and one token of before.
  std::vector<Symbol> first;
  for (int t = 0; t < 7; ++t) {
    const auto rows = Rows(*predictor, 2);
    first.push_back(Likeliest(rows[0]));
    EXPECT_EQ(first.back(), t == 0 ? Likeliest(rows[1]) : first.back());
    EXPECT_TRUE(predictor->Update(std::vector<Symbol>{first.back(), 7}).ok());
  }
  EXPECT_THAT(first, testing::ElementsAre(97, 98, 99, 98, 97, 98, 99));
}

TEST_F(TorchScript, ModulesThatBreakTheSignatureAreRefused) {
  torch::jit::Module without_alphabet("M");
  without_alphabet.define(kForward);
  without_alphabet.define(kState);
  ExpectRefused(without_alphabet, "'alphabet'");

  torch::jit::Module without_state("M");
  without_state.register_attribute("alphabet", c10::IntType::get(), 256);
  without_state.define(kForward);
  ExpectRefused(without_state, "'initial_state'");

  torch::jit::Module other_alphabet("M");
  other_alphabet.register_attribute("alphabet", c10::IntType::get(), 255);
  other_alphabet.define(kForward);
  other_alphabet.define(kState);
  ExpectRefused(other_alphabet, "not [lanes, alphabet]");

  torch::jit::Module one_result("M");
  one_result.register_attribute("alphabet", c10::IntType::get(), 256);
  one_result.define("def forward(self, tokens, seen: Tensor):\n    return seen\n");
  one_result.define(kState);
  ExpectRefused(one_result, "fails");

  torch::jit::Module wild_beginning = Good();
  wild_beginning.setattr("beginning", 256);
  ExpectRefused(wild_beginning, "'beginning'");
}

TEST_F(TorchScript, HasItsOwnType) {
  const auto opened = OpenWithPlugin(Saved(Good()), {.dtype = "bfloat16"});
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.status().code(), StatusCode::kInvalidArgument);
}

// A script that fails once it runs is an error at its token, and stays one; nothing is thrown.
TEST_F(TorchScript, AStepThatFailsIsAnErrorAtItsToken) {
  torch::jit::Module module("M");
  module.register_attribute("alphabet", c10::IntType::get(), 256);
  module.define(R"(
def forward(self, tokens, seen: Tensor):
    assert bool((seen < 4).all())
    return torch.eye(256).index_select(0, tokens[:, 0]), seen + 1
)");
  module.define(kState);
  const auto checkpoint = Opened(Saved(module));
  ASSERT_NE(checkpoint, nullptr);
  const auto predictor = PredictorOf(*checkpoint, {});
  std::vector<Frequency> row(256);
  for (Symbol t = 0; t < 5; ++t) {  // the first is predicted without a step
    ASSERT_TRUE(predictor->Predict(row).ok());
    ASSERT_TRUE(predictor->Update(std::vector<Symbol>{100 + t}).ok());
  }
  for (int again = 0; again < 2; ++again) {
    EXPECT_THAT(predictor->Predict(row).message(), testing::StartsWith("the checkpoint failed at token 6: "));
  }
}

}  // namespace
}  // namespace llmzip
