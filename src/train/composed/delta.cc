// The composed gated delta rule, in chunks: within a chunk all steps' updates solve one triangular system (the WY form;
// Yang et al. 2024, "Parallelizing Linear Transformers with the Delta Rule" and "Gated Delta Networks").
//
// With g_t the sum of the logarithms of a chunk's decays up to step t and S the state before the chunk,
//   u_t = beta_t (v_t - e^g_t S^T k_t - sum over s < t of e^(g_t - g_s) (k_s k_t) u_s)
//   y_t = e^g_t S^T q_t + sum over s <= t of e^(g_t - g_s) (k_s q_t) u_s.
// Exponents are never positive.
#include <limits>

#include "train/composed/composed.h"
#include "train/composed/recomputed.h"
#include "train/composed/root_norm.h"
#include "train/composed/state_passes.h"
#include "train/composed/unit_lower_inverse.h"

namespace llmzip::train {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

constexpr std::int64_t kLongestChunk = 64;
constexpr std::int64_t kShortestChunk = 8;
constexpr std::int64_t kTaps = 4;

std::int64_t ChunkFor(std::int64_t steps) {
  std::int64_t chunk = kLongestChunk;
  while (chunk / 2 >= steps && chunk > kShortestChunk) chunk /= 2;
  return chunk;
}

/// sum over taps n of taps[n] * what came 3 - n steps ago, in float; `tail` is what came before the first step.
struct ConvolutionFunction : public Function<ConvolutionFunction> {
  static Tensor forward(AutogradContext* context, const Tensor& values, const Tensor& taps, const Tensor& tail) {
    const Tensor all = torch::cat({tail, values.to(torch::kFloat32)}, 1);
    const std::int64_t steps = values.size(1);
    Tensor sum = all.narrow(1, 0, steps) * taps[0];
    for (std::int64_t n = 1; n < kTaps; ++n) sum.addcmul_(all.narrow(1, n, steps), taps[n]);
    context->save_for_backward({all, taps});
    context->saved_data["type"] = static_cast<std::int64_t>(values.scalar_type());
    return sum;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor& d_sum = gradients[0];
    const std::int64_t steps = d_sum.size(1);
    Tensor d_values = d_sum * saved[1][kTaps - 1];
    std::vector<Tensor> d_taps;
    for (std::int64_t n = 0; n < kTaps; ++n) {
      d_taps.push_back((d_sum * saved[0].narrow(1, n, steps)).sum(at::IntArrayRef({0, 1})));
      const std::int64_t later = kTaps - 1 - n;
      if (later == 0 || later >= steps) continue;
      d_values.narrow(1, 0, steps - later).addcmul_(d_sum.narrow(1, later, steps - later), saved[1][n]);
    }
    const auto type = static_cast<torch::ScalarType>(context->saved_data["type"].toInt());
    return {d_values.to(type), torch::stack(d_taps), Tensor()};
  }
};

struct DeltaBody {
  struct Options {
    std::int64_t heads;
  };

  /// [lanes, steps, parts * heads * w] to [parts, lanes * heads * chunks, chunk, w], with zeros after the last step.
  static Tensor Chunked(const Tensor& values, std::int64_t parts, std::int64_t heads, std::int64_t chunk) {
    const std::int64_t lanes = values.size(0);
    const std::int64_t chunks = (values.size(1) + chunk - 1) / chunk;
    const std::int64_t w = values.size(2) / (parts * heads);
    const std::int64_t missing = chunks * chunk - values.size(1);
    const Tensor whole = missing == 0 ? values : torch::constant_pad_nd(values, {0, 0, 0, missing});
    return whole.reshape({lanes, chunks, chunk, parts, heads, w})
        .permute({3, 0, 4, 1, 2, 5})
        .reshape({parts, lanes * heads * chunks, chunk, w});
  }

  /// inputs: projected, convolution, decay_rate, decay_bias, step_bias, tail, state. Gives {out, state after}.
  static variable_list Run(const Options& options, const variable_list& inputs) {
    const Tensor& projected = inputs[0];
    const Tensor& state = inputs[6];
    const std::int64_t heads = options.heads;
    const std::int64_t lanes = projected.size(0);
    const std::int64_t steps = projected.size(1);
    const std::int64_t w = state.size(3);
    const std::int64_t width = heads * w;
    const std::int64_t chunk = ChunkFor(steps);
    const std::int64_t chunks = (steps + chunk - 1) / chunk;
    const auto parts = projected.split_with_sizes({3 * width, width, heads, heads}, 2);

    const Tensor convolved = ConvolutionFunction::apply(parts[0], inputs[1], inputs[5]);
    const auto directions = torch::silu(Chunked(convolved, 3, heads, chunk)).split_with_sizes({2, 1}, 0);
    const auto units = RootNorm(directions[0], 1).unbind(0);
    const Tensor& q = units[0];
    const Tensor& k = units[1];
    const Tensor v = directions[1].squeeze(0);

    const auto gate = [&](const Tensor& values) {
      return Chunked(values, 1, heads, chunk).squeeze(0);
    };  // [batch, chunk, 1]
    const Tensor decays = torch::sigmoid(parts[2].to(torch::kFloat32) + inputs[3]) * inputs[2].neg();
    const Tensor beta = gate(torch::sigmoid(parts[3].to(torch::kFloat32) + inputs[4]));
    const Tensor g = gate(decays).squeeze(2).cumsum(1).unsqueeze(2);
    const Tensor last = g.narrow(1, chunk - 1, 1);
    const Tensor later = torch::ones({chunk, chunk}, g.options().dtype(torch::kBool)).triu(1);
    const Tensor decayed = (g - g.transpose(1, 2)).masked_fill(later, -std::numeric_limits<double>::infinity()).exp();

    const Tensor since = g.exp();
    const Tensor keys_turned = k.transpose(1, 2);
    const Tensor beta_keys = k * beta;
    const Tensor inverse = UnitLowerInverse((torch::bmm(beta_keys, keys_turned) * decayed).tril(-1));
    const auto by_chunk = [&](const Tensor& values) { return values.view({lanes * heads, chunks, chunk, w}); };
    const StatePasses passes = PassStates(
        by_chunk(torch::bmm(inverse, v * beta)), by_chunk(torch::bmm(inverse, beta_keys * since)),
        by_chunk(k * (last - g).exp()), last.exp().view({lanes * heads, chunks}), state.view({lanes * heads, w, w}));
    const Tensor of_past = torch::bmm(q * since, passes.before.view({-1, w, w}));
    const Tensor y = torch::baddbmm(of_past, torch::bmm(q, keys_turned) * decayed, passes.updates.view({-1, chunk, w}));

    const Tensor normed = RootNorm(y, 1.0 / static_cast<double>(w))
                              .view({lanes, heads, chunks, chunk, w})
                              .permute({0, 2, 3, 1, 4})
                              .reshape({lanes, chunks * chunk, width})
                              .narrow(1, 0, steps);
    const Tensor out = normed * torch::silu(parts[1].to(torch::kFloat32));
    return {out.to(projected.scalar_type()), passes.after.view_as(state)};
  }
};

}  // namespace

std::pair<Tensor, Tensor> Composed::Delta(const Tensor& projected, const DeltaParameters& parameters,
                                          std::int64_t heads, const DeltaMemory& memory) const {
  const bool recompute = projected.size(0) * projected.size(1) > most_kept_steps_;
  const auto results = RunBody<DeltaBody>(recompute, {heads}, projected, parameters.convolution, parameters.decay_rate,
                                          parameters.decay_bias, parameters.step_bias, memory.tail, memory.state);
  return {results[0], results[1]};
}

}  // namespace llmzip::train
