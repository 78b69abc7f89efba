// The composed functions against the fused ones: values, gradients and memories, over shapes that fit nothing.
#include "train/composed/composed.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "train/composed/unit_lower_inverse.h"
#include "train/fused.h"

namespace llmzip::train {
namespace {

using torch::Tensor;

Tensor Random(at::IntArrayRef sizes, std::uint64_t seed, double deviation = 1) {
  at::Generator generator = at::detail::createCPUGenerator(seed);
  return torch::randn(sizes, generator, torch::TensorOptions()) * deviation;
}

/// Root mean square of the difference, relative to what is expected.
double Difference(const Tensor& got, const Tensor& expected) {
  EXPECT_EQ(got.sizes(), expected.sizes());
  const double size = expected.to(torch::kFloat64).norm().item<double>();
  return (got.to(torch::kFloat64) - expected.to(torch::kFloat64)).norm().item<double>() / std::max(size, 1e-30);
}

constexpr double kFloatTolerance = 2e-5;
constexpr double kBFloat16Tolerance = 1e-2;
constexpr double kGradientTolerance = 3e-4;  // of sums over all steps, which may nearly cancel
constexpr double kLoneTolerance = 5e-4;      // where one such sum is all: 3.8e-4 was seen on a Sapphire Rapids

struct Outcome {
  Tensor result;
  std::vector<Tensor> gradients;
};

/// f of the inputs, and the gradients of a random sum of its result.
using Mixing = std::function<Tensor(const Functions&, const std::vector<Tensor>&)>;
Outcome Of(const Functions& functions, const std::vector<Tensor>& inputs, const Mixing& f) {
  std::vector<Tensor> leaves;
  for (const Tensor& input : inputs) leaves.push_back(input.detach().clone().set_requires_grad(true));
  Outcome outcome;
  outcome.result = f(functions, leaves);
  (outcome.result.to(torch::kFloat32) * Random(outcome.result.sizes(), 99)).sum().backward();
  for (const Tensor& leaf : leaves) outcome.gradients.push_back(leaf.grad());
  return outcome;
}

void ExpectSame(const std::vector<Tensor>& inputs, const Mixing& f, double tolerance, const std::string& what) {
  const Outcome expected = Of(FusedFunctions(), inputs, f);
  const Composed recomputing(/*most_kept_steps=*/0);
  for (const Functions* functions : {&ComposedFunctions(), static_cast<const Functions*>(&recomputing)}) {
    const Outcome got = Of(*functions, inputs, f);
    EXPECT_EQ(got.result.scalar_type(), expected.result.scalar_type());
    EXPECT_LT(Difference(got.result, expected.result), tolerance) << what;
    for (std::size_t n = 0; n < inputs.size(); ++n) {
      const double summed = expected.gradients[n].numel() == 1 ? kLoneTolerance : kGradientTolerance;
      EXPECT_LT(Difference(got.gradients[n], expected.gradients[n]), std::max(2 * tolerance, summed))
          << what << ", gradient of " << n;
    }
  }
}

struct Shape {
  std::int64_t lanes, heads, w, steps;
};

TEST(Composed, DeltaMixerIsTheFusedOne) {
  for (const auto type : {torch::kFloat32, torch::kBFloat16}) {
    for (const Shape& s : {Shape{2, 2, 8, 150}, Shape{3, 1, 32, 64}, Shape{1, 3, 16, 17}, Shape{2, 2, 32, 2},
                           Shape{1, 1, 64, 200}, Shape{2, 2, 16, 129}}) {
      const std::int64_t width = s.heads * s.w;
      const Tensor state = Random({s.lanes, s.heads, s.w, s.w}, 6, 0.3);
      const auto run = [&](const Functions& functions, const std::vector<Tensor>& in) {
        DeltaMemory memory{torch::zeros({s.lanes, 3, 3 * width}), state.clone()};
        memory.state[0].zero_();  // a lane that begins anew
        const DeltaParameters parameters{in[1], in[2], in[3], in[4]};
        const Tensor first = functions.DeltaMixer(in[0].to(type), parameters, s.heads, &memory);
        const Tensor second = functions.DeltaMixer(in[5].to(type), parameters, s.heads, &memory);
        EXPECT_EQ(memory.tail.sizes(), at::IntArrayRef({s.lanes, 3, 3 * width}));
        return torch::cat({first.reshape({-1}), second.reshape({-1}), memory.state.reshape({-1}).to(type)});
      };
      ExpectSame({Random({s.lanes, s.steps, 4 * width + 2 * s.heads}, 1), Random({4, 3 * width}, 2, 0.5),
                  torch::full({s.heads}, 0.5), Random({s.heads}, 3), Random({s.heads}, 4),
                  Random({s.lanes, s.steps + 5, 4 * width + 2 * s.heads}, 5)},
                 run, type == torch::kFloat32 ? kFloatTolerance : kBFloat16Tolerance,
                 std::to_string(s.steps) + " steps of " + std::to_string(s.w));
    }
  }
}

/// Repetitive text: keys all but equal, nothing forgotten, whole steps. Where sloppy inverses fall apart.
TEST(Composed, DeltaMixerBearsEqualKeys) {
  constexpr std::int64_t kWidth = 32, kSteps = 256;
  const Tensor same = Random({1, 1, 4 * kWidth + 2}, 1).expand({1, kSteps, 4 * kWidth + 2});
  const auto run = [&](const Functions& functions, const std::vector<Tensor>& in) {
    DeltaMemory memory{torch::zeros({1, 3, 3 * kWidth}), torch::zeros({1, 1, kWidth, kWidth})};
    return functions.DeltaMixer(in[0], {in[1], torch::full({1}, 1e-3), torch::zeros({1}), torch::full({1}, 8.0)}, 1,
                                &memory);
  };
  ExpectSame({same + Random(same.sizes(), 3, 0.01), Random({4, 3 * kWidth}, 2, 0.5)}, run, 1e-3, "equal keys");
}

TEST(Composed, DecaysAsStrongAsTheyGetStayFinite) {
  constexpr std::int64_t kWidth = 16, kSteps = 130;
  const auto run = [&](const Functions& functions, const std::vector<Tensor>& in) {
    DeltaMemory memory{torch::zeros({1, 3, 3 * kWidth}), Random({1, 2, 8, 8}, 7)};
    return functions.DeltaMixer(in[0], {in[1], torch::full({2}, 40.0), torch::full({2}, 9.0), torch::zeros({2})}, 2,
                                &memory);
  };
  ExpectSame({Random({1, kSteps, 4 * kWidth + 4}, 1), Random({4, 3 * kWidth}, 2, 0.5)}, run, kFloatTolerance, "decays");
}

TEST(Composed, UnitLowerInverseIsTheInverse) {
  for (const std::int64_t n : {8, 16, 64}) {
    const Tensor lower = Random({5, n, n}, 1, 0.3).tril(-1);
    const Tensor product = torch::bmm(UnitLowerInverse(lower), lower + torch::eye(n));
    EXPECT_LT((product - torch::eye(n)).abs().max().item<float>(), 1e-4) << n;
  }
}

TEST(Composed, AttentionMixerIsTheFusedOne) {
  struct AttentionCase {
    Shape shape;
    std::int64_t window;
    bool turned, quantise;
  };
  for (const auto type : {torch::kFloat32, torch::kBFloat16}) {
    for (const AttentionCase& c :
         {AttentionCase{{2, 2, 8, 100}, 48, true, false}, AttentionCase{{3, 1, 16, 64}, 256, true, false},
          AttentionCase{{2, 2, 8, 37}, 16, false, false}, AttentionCase{{2, 2, 16, 70}, 64, true, true},
          AttentionCase{{2, 1, 8, 3}, 32, true, false}}) {
      const Shape& s = c.shape;
      const std::int64_t width = s.heads * s.w;
      const Tensor angle = torch::arange(600).unsqueeze(1) * Random({s.w / 2}, 5, 0.3);
      const AttentionShape shape{s.heads, c.window, c.turned, angle.cos(), angle.sin()};
      const auto run = [&](const Functions& functions, const std::vector<Tensor>& in) {
        AttentionMemory memory{torch::zeros({s.lanes, 0, 3 * width}, type), torch::zeros({s.lanes}, torch::kInt64)};
        std::vector<Tensor> parts;
        for (const std::size_t n : {0, 2, 3}) {
          parts.push_back(functions.AttentionMixer(in[n].to(type), in[1], shape, c.quantise, &memory).reshape({-1}));
          if (n == 0) memory.counts[0] = 0;  // a lane that begins anew
        }
        EXPECT_EQ(memory.past.size(1), std::min(c.window, 3 * s.steps + 9));
        EXPECT_EQ(memory.counts[0].item<std::int64_t>(), std::min(c.window, 2 * s.steps + 9));
        return torch::cat(parts);
      };
      // Rounding to int8 makes a difference of one step of many out of one in the last place.
      const double tolerance = type != torch::kFloat32 ? kBFloat16Tolerance : c.quantise ? 2e-3 : kFloatTolerance;
      ExpectSame({Random({s.lanes, s.steps, 3 * width}, 1), torch::full({s.heads}, 0.4),
                  Random({s.lanes, s.steps + 9, 3 * width}, 2), Random({s.lanes, s.steps, 3 * width}, 3)},
                 run, tolerance, std::to_string(s.steps) + " steps, window " + std::to_string(c.window));
    }
  }
}

TEST(Composed, RowFunctionsAreTheFusedOnes) {
  const Tensor targets = torch::arange(0, 256, 7).to(torch::kUInt8);
  const std::int64_t rows = targets.size(0);
  for (const auto type : {torch::kFloat32, torch::kBFloat16}) {
    for (const bool quantise : {false, true}) {
      const double tolerance = type != torch::kFloat32 ? kBFloat16Tolerance : quantise ? 2e-3 : kFloatTolerance;
      const std::vector<Tensor> inputs = {Random({rows, 48}, 1), Random({rows, 48}, 2), Random({256, 48}, 3),
                                          Random({256}, 4)};
      const auto norm = [&](const Functions& functions, const std::vector<Tensor>& in) {
        const auto [sum, normed] = functions.AddNorm(in[0], in[1].to(type), quantise, type);
        const auto [alone, again] = functions.AddNorm(sum, Tensor(), quantise, type);
        return torch::cat({sum.to(type), normed, alone.to(type), again}, 1);
      };
      ExpectSame({inputs[0], inputs[1]}, norm, tolerance, "norm");
      const auto relu = [&](const Functions& functions, const std::vector<Tensor>& in) {
        return functions.SquaredRelu(in[0].to(type), quantise);
      };
      ExpectSame({inputs[0]}, relu, tolerance, "squared relu");
      const auto linear = [&](const Functions& functions, const std::vector<Tensor>& in) {
        return functions.Linear(functions.Requantise(in[0].to(type)), in[1], quantise);
      };
      ExpectSame({inputs[0], inputs[2]}, linear, tolerance, "linear");
      const auto bits = [&](const Functions& functions, const std::vector<Tensor>& in) {
        const Tensor logits = functions.Linear(in[0].to(type), in[1], quantise);
        return functions.CodeLengths(logits, in[2], targets).mean().unsqueeze(0);
      };
      ExpectSame({inputs[0], inputs[2], inputs[3]}, bits, tolerance, "code lengths");
    }
  }
}

}  // namespace
}  // namespace llmzip::train
