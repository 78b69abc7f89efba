// Both sets of functions: gradients against differences, and segments against a whole.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "train/composed/composed.h"
#include "train/fused.h"

namespace llmzip::train {
namespace {

using torch::Tensor;

Tensor Random(at::IntArrayRef sizes, std::uint64_t seed, double deviation = 1) {
  at::Generator generator = at::detail::createCPUGenerator(seed);
  return torch::randn(sizes, generator, torch::TensorOptions()) * deviation;
}

/// Compares d(sum(f * weights)) along a random direction of `at` with a central difference.
void ExpectGradient(Tensor at, const std::function<Tensor()>& f, const char* what) {
  const Tensor weights = Random(f().sizes(), 7);
  at.set_requires_grad(true);
  at.mutable_grad() = Tensor();
  (f() * weights).sum().backward();
  const Tensor gradient = at.grad().detach().clone();
  at.set_requires_grad(false);
  const Tensor direction = Random(at.sizes(), 8);
  const Tensor before = at.clone();
  constexpr double kStep = 2e-3;
  at.copy_(before + direction * kStep);
  const double above = (f() * weights).sum(torch::kFloat64).item<double>();
  at.copy_(before - direction * kStep);
  const double below = (f() * weights).sum(torch::kFloat64).item<double>();
  at.copy_(before);
  const double expected = (above - below) / (2 * kStep);
  const double along = (gradient * direction).sum(torch::kFloat64).item<double>();
  EXPECT_NEAR(along, expected, 0.02 * std::abs(expected) + 0.05) << what;
}

class EachFunctions : public testing::TestWithParam<const Functions*> {};
const Composed kRecomputing(/*most_kept_steps=*/0);
std::string NameOf(const testing::TestParamInfo<const Functions*>& info) {
  if (info.param == &FusedFunctions()) return "Fused";
  return info.param == &kRecomputing ? "Recomputing" : "Composed";
}

struct DeltaCase {
  static constexpr std::int64_t kLanes = 2, kHeads = 2, kHeadWidth = 8, kWidth = 16, kSteps = 70;
  Tensor projected = Random({kLanes, kSteps, 4 * kWidth + 2 * kHeads}, 1);
  DeltaParameters parameters{Random({4, 3 * kWidth}, 2, 0.5), torch::full({kHeads}, 0.5), Random({kHeads}, 3),
                             Random({kHeads}, 4)};
  DeltaMemory before{Random({kLanes, 3, 3 * kWidth}, 5), Random({kLanes, kHeads, kHeadWidth, kHeadWidth}, 6, 0.3)};

  Tensor Run(const Functions& functions) {
    DeltaMemory memory = before;
    return functions.DeltaMixer(projected, parameters, kHeads, &memory);
  }
};

TEST_P(EachFunctions, GradientOfDeltaMixer) {
  DeltaCase delta;
  const auto run = [&] { return delta.Run(*GetParam()); };
  ExpectGradient(delta.projected, run, "projected");
  ExpectGradient(delta.parameters.convolution, run, "convolution");
  ExpectGradient(delta.parameters.decay_rate, run, "decay_rate");
  ExpectGradient(delta.parameters.decay_bias, run, "decay_bias");
  ExpectGradient(delta.parameters.step_bias, run, "step_bias");
}

TEST_P(EachFunctions, DeltaMixerRemembers) {
  DeltaCase delta;
  const Tensor whole = delta.Run(*GetParam());
  DeltaMemory memory = delta.before;
  const Tensor first =
      GetParam()->DeltaMixer(delta.projected.slice(1, 0, 37), delta.parameters, DeltaCase::kHeads, &memory);
  const Tensor second =
      GetParam()->DeltaMixer(delta.projected.slice(1, 37), delta.parameters, DeltaCase::kHeads, &memory);
  EXPECT_LT((torch::cat({first, second}, 1) - whole).abs().max().item<float>(), 1e-4);
}

struct AttentionCase {
  static constexpr std::int64_t kLanes = 2, kHeads = 2, kWidth = 16, kSteps = 100, kWindow = 48;
  Tensor projected = Random({kLanes, kSteps, 3 * kWidth}, 1);
  Tensor factor = torch::tensor({0.3F, 0.6F});
  AttentionShape shape{.heads = kHeads, .window = kWindow, .turned = true, .cosines = {}, .sines = {}};

  explicit AttentionCase(bool turned) {
    shape.turned = turned;
    const Tensor angle = torch::arange(300).unsqueeze(1) * torch::tensor({1.0F, 0.3F, 0.1F, 0.02F});
    shape.cosines = angle.cos();
    shape.sines = angle.sin();
  }
  static AttentionMemory Fresh() {
    return {torch::zeros({kLanes, 0, 3 * kWidth}), torch::zeros({kLanes}, torch::kInt64)};
  }
};

TEST_P(EachFunctions, GradientOfAttention) {
  for (const bool turned : {true, false}) {
    AttentionCase attention(turned);
    const auto run = [&] {
      AttentionMemory memory = AttentionCase::Fresh();
      return GetParam()->AttentionMixer(attention.projected, attention.factor, attention.shape, false, &memory);
    };
    ExpectGradient(attention.projected, run, "projected");
    ExpectGradient(attention.factor, run, "factor");
  }
}

TEST_P(EachFunctions, AttentionRemembersItsWindow) {
  AttentionCase attention(true);
  AttentionMemory memory = AttentionCase::Fresh();
  const Tensor whole =
      GetParam()->AttentionMixer(attention.projected, attention.factor, attention.shape, false, &memory);
  memory = AttentionCase::Fresh();
  std::vector<Tensor> parts;
  for (std::int64_t at = 0; at < AttentionCase::kSteps; at += 25) {
    parts.push_back(GetParam()->AttentionMixer(attention.projected.slice(1, at, at + 25), attention.factor,
                                               attention.shape, false, &memory));
  }
  EXPECT_LT((torch::cat(parts, 1) - whole).abs().max().item<float>(), 1e-4);
}

TEST_P(EachFunctions, AttentionIsWhatItsDefinitionSays) {
  AttentionCase attention(false);
  AttentionMemory memory = AttentionCase::Fresh();
  const Tensor fast =
      GetParam()->AttentionMixer(attention.projected, attention.factor, attention.shape, false, &memory);
  const std::int64_t w = AttentionCase::kWidth / AttentionCase::kHeads;
  const auto heads =
      attention.projected.view({AttentionCase::kLanes, AttentionCase::kSteps, 3, AttentionCase::kHeads, w})
          .permute({2, 0, 3, 1, 4});  // q, k, v: [lanes, heads, steps, w]
  const Tensor scores = torch::matmul(heads[0], heads[1].transpose(2, 3)) * attention.factor.view({1, -1, 1, 1});
  const Tensor place = torch::arange(AttentionCase::kSteps);
  const Tensor age = place.unsqueeze(1) - place.unsqueeze(0);
  const Tensor seen = (age >= 0).logical_and(age < AttentionCase::kWindow);
  const Tensor p = torch::softmax(scores.masked_fill(seen.logical_not(), -1e9), 3);
  const Tensor slow = torch::matmul(p, heads[2]).transpose(1, 2).reshape(fast.sizes());
  EXPECT_LT((fast - slow).abs().max().item<float>(), 1e-4);
}

TEST_P(EachFunctions, GradientOfRowFunctions) {
  Tensor x = Random({5, 32}, 1);
  Tensor y = Random({5, 32}, 2);
  const auto both = [&] {
    const auto [sum, normed] = GetParam()->AddNorm(x, y, false, torch::kFloat32);
    return torch::cat({sum, normed}, 1);
  };
  ExpectGradient(x, both, "x");
  ExpectGradient(y, both, "y");
  ExpectGradient(
      x, [&] { return GetParam()->SquaredRelu(x, false); }, "squared relu");
  Tensor weight = Random({24, 32}, 3);
  ExpectGradient(
      weight, [&] { return GetParam()->Linear(x, weight, false); }, "weight");
  ExpectGradient(
      x, [&] { return GetParam()->Linear(x, weight, false); }, "linear's x");
  Tensor logits = Random({6, 256}, 4);
  Tensor bias = Random({256}, 5);
  const Tensor targets = torch::tensor({0, 1, 100, 200, 254, 255}, torch::kUInt8);
  const auto mean = [&] { return GetParam()->CodeLengths(logits, bias, targets).mean().unsqueeze(0); };
  ExpectGradient(logits, mean, "logits");
  ExpectGradient(bias, mean, "bias");
}

TEST_P(EachFunctions, RequantiseGivesMultiplesOfTheLargest) {
  const Tensor rounded = GetParam()->Requantise(torch::tensor({{12.7F, 0.14F, -0.16F, 0.04F}}));
  EXPECT_TRUE(torch::allclose(rounded, torch::tensor({{12.7F, 0.1F, -0.2F, 0.0F}})));
  EXPECT_TRUE(torch::equal(GetParam()->Requantise(torch::zeros({1, 3})), torch::zeros({1, 3})));
}

const auto kAll = testing::Values(&FusedFunctions(), &ComposedFunctions(), &kRecomputing);
INSTANTIATE_TEST_SUITE_P(Functions, EachFunctions, kAll, NameOf);

}  // namespace
}  // namespace llmzip::train
