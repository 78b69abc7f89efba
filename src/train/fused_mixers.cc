// The two fused mixers: parallel over lanes and heads.

#include "train/dispatch_type.h"
#include "train/fused.h"

namespace llmzip::train {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

/// body(lane, head) over all of them.
template <typename Body>
void ForHeads(std::int64_t lanes, std::int64_t heads, const Body& body) {
  at::parallel_for(0, lanes * heads, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t n = begin; n < end; ++n) body(n / heads, n % heads);
  });
}

struct DeltaFunction : public Function<DeltaFunction> {
  /// One head of one lane, of tensors in the order forward() saves them.
  template <typename T>
  static DeltaHead<T> HeadOf(const variable_list& saved, std::int64_t heads, std::int64_t lane, std::int64_t head) {
    const Tensor& projected = saved[0];
    const std::int64_t stride = projected.size(2);
    const std::int64_t width = (stride - 2 * heads) / 4;
    const std::int64_t w = width / heads;
    const std::int64_t chunks = saved[7].size(2);
    return {.projected = Data<T>(projected) + lane * projected.size(1) * stride,
            .steps = static_cast<std::size_t>(projected.size(1)),
            .stride = static_cast<std::size_t>(stride),
            .width = static_cast<std::size_t>(width),
            .heads = static_cast<std::size_t>(heads),
            .head = static_cast<std::size_t>(head),
            .convolution = Data<float>(saved[1]),
            .decay_rate = Data<float>(saved[2])[head],
            .decay_bias = Data<float>(saved[3])[head],
            .step_bias = Data<float>(saved[4])[head],
            .tail = Data<float>(saved[5]) + lane * 9 * width,
            .state_before = Data<float>(saved[6]) + (lane * heads + head) * w * w,
            .checkpoints = MutableData<float>(saved[7]) + (lane * heads + head) * chunks * w * w};
  }

  static variable_list forward(AutogradContext* context, const Tensor& projected, const Tensor& convolution,
                               const Tensor& decay_rate, const Tensor& decay_bias, const Tensor& step_bias,
                               const Tensor& tail, const Tensor& state, std::int64_t heads) {
    const Tensor from = projected.contiguous();
    const std::int64_t lanes = from.size(0);
    const std::int64_t steps = from.size(1);
    const std::int64_t width = (from.size(2) - 2 * heads) / 4;
    const std::int64_t w = width / heads;
    const auto chunks = (steps + static_cast<std::int64_t>(kDeltaChunk) - 1) / static_cast<std::int64_t>(kDeltaChunk);
    const Tensor checkpoints = torch::empty({lanes, heads, chunks, w, w}, state.options());
    const Tensor after = torch::empty_like(state);
    const Tensor out = torch::empty({lanes, steps, width}, from.options());
    const variable_list saved = {from,
                                 convolution.contiguous(),
                                 decay_rate.contiguous(),
                                 decay_bias.contiguous(),
                                 step_bias.contiguous(),
                                 tail.contiguous(),
                                 state.contiguous(),
                                 checkpoints};
    WithType(from, [&]<typename T>() {
      ForHeads(lanes, heads, [&](std::int64_t lane, std::int64_t head) {
        auto one = HeadOf<T>(saved, heads, lane, head);
        one.state_after = MutableData<float>(after) + (lane * heads + head) * w * w;
        one.out = MutableData<T>(out) + lane * steps * width;
        GetKernels<T>().delta(one);
      });
    });
    context->save_for_backward(saved);
    context->saved_data["heads"] = heads;
    context->mark_non_differentiable({after});
    context->set_materialize_grads(false);
    return {out, after};
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    const std::int64_t heads = context->saved_data["heads"].toInt();
    const Tensor d_out = gradients[0].contiguous();
    const std::int64_t lanes = d_out.size(0);
    const std::int64_t steps = d_out.size(1);
    const std::int64_t width = d_out.size(2);
    const Tensor d_projected = torch::empty_like(saved[0]);
    const Tensor d_convolution = torch::zeros({lanes, 4, 3 * width}, saved[1].options());
    const Tensor d_scalars = torch::zeros({lanes, heads, 3}, saved[1].options());
    WithType(d_out, [&]<typename T>() {
      ForHeads(lanes, heads, [&](std::int64_t lane, std::int64_t head) {
        GetKernels<T>().delta_gradient(HeadOf<T>(saved, heads, lane, head),
                                       {.out = Data<T>(d_out) + lane * steps * width,
                                        .projected = MutableData<T>(d_projected) + lane * steps * d_projected.size(2),
                                        .convolution = MutableData<float>(d_convolution) + lane * 12 * width,
                                        .scalars = MutableData<float>(d_scalars) + (lane * heads + head) * 3});
      });
    });
    const Tensor scalars = d_scalars.sum(0);
    return {d_projected,
            d_convolution.sum(0),
            scalars.select(1, 0),
            scalars.select(1, 1),
            scalars.select(1, 2),
            Tensor(),
            Tensor(),
            Tensor()};
  }
};

struct AttentionFunction : public Function<AttentionFunction> {
  struct Options {
    std::int64_t heads;
    std::int64_t window;
    bool quantise;
  };

  template <typename T>
  static AttentionHead<T> HeadOf(const variable_list& saved, const Options& options, std::int64_t lane,
                                 std::int64_t head) {
    const Tensor& projected = saved[0];
    const Tensor& past = saved[2];
    const std::int64_t width = projected.size(2) / 3;
    const std::int64_t steps = projected.size(1);
    const bool turned = saved[4].numel() > 0;
    return {.past = Data<T>(past) + lane * past.size(1) * 3 * width,
            .past_steps = static_cast<std::size_t>(past.size(1)),
            .past_valid = static_cast<std::size_t>(Data<std::int64_t>(saved[3])[lane]),
            .projected = Data<T>(projected) + lane * steps * 3 * width,
            .steps = static_cast<std::size_t>(steps),
            .width = static_cast<std::size_t>(width),
            .head_width = static_cast<std::size_t>(width / options.heads),
            .head = static_cast<std::size_t>(head),
            .window = static_cast<std::size_t>(options.window),
            .cosines = turned ? Data<float>(saved[4]) : nullptr,
            .sines = turned ? Data<float>(saved[5]) : nullptr,
            .factor = Data<float>(saved[1])[head],
            .quantise = options.quantise,
            .log_sums = MutableData<float>(saved[6]) + (lane * options.heads + head) * steps};
  }

  static Tensor forward(AutogradContext* context, const Tensor& projected, const Tensor& factor, const Tensor& past,
                        const Tensor& counts, const Tensor& cosines, const Tensor& sines, std::int64_t heads,
                        std::int64_t window, bool quantise) {
    const Tensor from = projected.contiguous();
    const std::int64_t lanes = from.size(0);
    const std::int64_t steps = from.size(1);
    const std::int64_t width = from.size(2) / 3;
    const Tensor log_sums = torch::empty({lanes, heads, steps}, factor.options());
    Tensor out = torch::empty({lanes, steps, width}, from.options());
    const variable_list saved = {from, factor.contiguous(), past.contiguous(), counts, cosines, sines, log_sums};
    WithType(from, [&]<typename T>() {
      ForHeads(lanes, heads, [&](std::int64_t lane, std::int64_t head) {
        auto one = HeadOf<T>(saved, {heads, window, quantise}, lane, head);
        one.out = MutableData<T>(out) + lane * steps * width;
        GetKernels<T>().attention(one);
      });
    });
    context->save_for_backward(saved);
    context->saved_data["heads"] = heads;
    context->saved_data["window"] = window;
    context->saved_data["quantise"] = quantise;
    return out;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    const Options options{context->saved_data["heads"].toInt(), context->saved_data["window"].toInt(),
                          context->saved_data["quantise"].toBool()};
    const Tensor d_out = gradients[0].contiguous();
    const std::int64_t lanes = d_out.size(0);
    const std::int64_t steps = d_out.size(1);
    const std::int64_t width = d_out.size(2);
    const Tensor d_projected = torch::empty_like(saved[0]);
    const Tensor d_factor = torch::zeros({lanes, options.heads}, saved[1].options());
    WithType(d_out, [&]<typename T>() {
      ForHeads(lanes, options.heads, [&](std::int64_t lane, std::int64_t head) {
        GetKernels<T>().attention_gradient(HeadOf<T>(saved, options, lane, head),
                                           {.out = Data<T>(d_out) + lane * steps * width,
                                            .projected = MutableData<T>(d_projected) + lane * steps * 3 * width,
                                            .factor = MutableData<float>(d_factor) + lane * options.heads + head});
      });
    });
    return {d_projected, d_factor.sum(0), Tensor(), Tensor(), Tensor(), Tensor(), Tensor(), Tensor(), Tensor()};
  }
};

}  // namespace

std::pair<Tensor, Tensor> Fused::Delta(const Tensor& projected, const DeltaParameters& parameters, std::int64_t heads,
                                       const DeltaMemory& memory) const {
  const auto both = DeltaFunction::apply(projected, parameters.convolution, parameters.decay_rate,
                                         parameters.decay_bias, parameters.step_bias, memory.tail, memory.state, heads);
  return {both[0], both[1]};
}

Tensor Fused::Attention(const Tensor& projected, const Tensor& factor, const AttentionShape& shape, bool quantise,
                        const AttentionMemory& memory) const {
  const Tensor none = torch::empty({0});  // libtorch 1.13 takes no undefined tensors here
  return AttentionFunction::apply(projected, factor, memory.past, memory.counts.contiguous(),
                                  shape.turned ? shape.cosines : none, shape.turned ? shape.sines : none, shape.heads,
                                  shape.window, quantise);
}

}  // namespace llmzip::train
