// The composed windowed attention: blocks of queries against the keys their window can reach, all at once.
#include <algorithm>
#include <limits>

#include "train/composed/composed.h"
#include "train/composed/recomputed.h"
#include "train/composed/root_norm.h"

namespace llmzip::train {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

constexpr std::int64_t kLongestBlock = 64;  // queries
constexpr double kByteSteps = 127;
constexpr double kLeastPeak = 1e-30;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// The largest magnitude along `dimension`, which stays as 1.
Tensor LargestMagnitude(const Tensor& values, std::int64_t dimension) {
  return torch::linalg_vector_norm(values, kInfinity, dimension, /*keepdim=*/true).clamp_min_(kLeastPeak);
}

/// Values, rounded already, summed with weights p that are rounded to int8 after taking over the values' scales.
struct RoundedSumFunction : public Function<RoundedSumFunction> {
  /// p: [..., queries, keys]; values: [..., w, keys].
  static Tensor forward(AutogradContext* context, const Tensor& p, const Tensor& values) {
    context->save_for_backward({p, values});
    const Tensor scale = LargestMagnitude(values, -2).div_(kByteSteps);
    const Tensor weights = p * scale;
    const Tensor most = LargestMagnitude(weights, -1);
    weights.mul_(most.reciprocal().mul_(kByteSteps)).round_();
    return torch::matmul(weights, (values / scale).transpose(-2, -1)).mul_(most.div_(kByteSteps));
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    return {torch::matmul(gradients[0], saved[1]), torch::matmul(gradients[0].transpose(-2, -1), saved[0])};
  }
};

struct AttentionBody {
  struct Options {
    std::int64_t heads, window;
    bool turned, quantise;
  };

  /// rows: [lanes, rows, heads, w]; cosines and sines: [rows, w / 2].
  static Tensor Turned(const Tensor& rows, const Tensor& cosines, const Tensor& sines) {
    const auto halves = RootNorm(rows, 1.0 / static_cast<double>(rows.size(3))).chunk(2, 3);
    const Tensor c = cosines.unsqueeze(1);
    const Tensor s = sines.unsqueeze(1);
    return torch::cat({halves[0] * c - halves[1] * s, halves[0] * s + halves[1] * c}, 3);
  }

  /// inputs: projected, factor, past, counts, cosines, sines.
  static variable_list Run(const Options& options, const variable_list& inputs) {
    const Tensor& projected = inputs[0];
    const Tensor& past = inputs[2];
    const std::int64_t lanes = projected.size(0);
    const std::int64_t steps = projected.size(1);
    const std::int64_t before = past.size(1);
    const std::int64_t width = projected.size(2) / 3;
    const std::int64_t heads = options.heads;
    const std::int64_t w = width / heads;
    std::int64_t block = kLongestBlock;
    while (block / 2 >= steps) block /= 2;
    const std::int64_t blocks = (steps + block - 1) / block;
    const std::int64_t reach = std::min(options.window - 1, before + (blocks - 1) * block);  // before a block

    const auto of_head = [&](const Tensor& rows) {
      return rows.to(torch::kFloat32).reshape({lanes, rows.size(1), heads, w});
    };
    const auto fresh = projected.split(width, 2);
    const auto old = past.split(width, 2);
    Tensor q = of_head(fresh[0]);
    Tensor k = of_head(torch::cat({old[1], fresh[1]}, 1));
    Tensor v = of_head(torch::cat({old[2], fresh[2]}, 1));
    if (options.turned) {
      q = Turned(q, inputs[4].narrow(0, before, steps), inputs[5].narrow(0, before, steps));
      k = Turned(k, inputs[4].narrow(0, 0, before + steps), inputs[5].narrow(0, 0, before + steps));
    }
    if (options.quantise) {
      q = ComposedFunctions().Requantise(q);
      k = ComposedFunctions().Requantise(k);
      v = ComposedFunctions().Requantise(v);
    }
    q = q * inputs[1].view({heads, 1});

    const std::int64_t missing = blocks * block - steps;
    q = torch::constant_pad_nd(q, {0, 0, 0, 0, 0, missing})
            .view({lanes, blocks, block, heads, w})
            .permute({0, 1, 3, 2, 4});
    // Of each block, what it reaches: [lanes, blocks, heads, w, reach + block].
    const auto reached = [&](const Tensor& rows) {
      return torch::constant_pad_nd(rows, {0, 0, 0, 0, reach - before, missing}).unfold(1, reach + block, block);
    };
    const Tensor scores = torch::matmul(q, reached(k));
    const Tensor p =
        torch::softmax(scores.masked_fill(Hidden(options, inputs[3], blocks, block, reach), -kInfinity), 4);
    const Tensor values = reached(v);
    const Tensor sums = options.quantise ? RoundedSumFunction::apply(p, values.contiguous())
                                         : torch::matmul(p, values.transpose(-2, -1));
    const Tensor out = sums.permute({0, 1, 3, 2, 4}).reshape({lanes, blocks * block, width}).narrow(1, 0, steps);
    return {out.to(projected.scalar_type())};
  }

  /// Keys a query must not see, [lanes, blocks, 1, block, reach + block]: later ones, those its window has left, and
  /// those before the lane's beginning.
  static Tensor Hidden(const Options& options, const Tensor& counts, std::int64_t blocks, std::int64_t block,
                       std::int64_t reach) {
    const auto integers = counts.options();
    const Tensor key = torch::arange(reach + block, integers) - reach;  // places from the block's first query
    const Tensor age = torch::arange(block, integers).unsqueeze(1) - key;
    const Tensor beyond = (age < 0).bitwise_or(age >= options.window);
    const Tensor place = torch::arange(blocks, integers).mul(block).unsqueeze(1) + key;
    const Tensor unborn = place.unsqueeze(0) < counts.neg().view({-1, 1, 1});
    return unborn.unsqueeze(2).bitwise_or(beyond).unsqueeze(2);
  }
};

}  // namespace

Tensor Composed::Attention(const Tensor& projected, const Tensor& factor, const AttentionShape& shape, bool quantise,
                           const AttentionMemory& memory) const {
  const bool recompute = projected.size(0) * projected.size(1) > most_kept_steps_;
  const Tensor none = torch::empty({0}, factor.options());
  return RunBody<AttentionBody>(recompute, {shape.heads, shape.window, shape.turned, quantise}, projected, factor,
                                memory.past, memory.counts, shape.turned ? shape.cosines : none,
                                shape.turned ? shape.sines : none)[0];
}

}  // namespace llmzip::train
