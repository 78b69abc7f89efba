// The common part of both sets of functions: products, straight-through gradients, and the states between segments.
#include "train/functions.h"

#include <algorithm>

namespace llmzip::train {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

constexpr float kBitsPerNat = 1.44269504F;

struct RequantiseFunction : public Function<RequantiseFunction> {
  static Tensor forward(AutogradContext*, const Tensor& v, const Functions* functions) {
    return functions->RoundedRows(v);
  }
  static variable_list backward(AutogradContext*, const variable_list& gradients) { return {gradients[0], Tensor()}; }
};

/// Gradients of activations in their own type, of weights in float; both ignore the rounding.
struct LinearFunction : public Function<LinearFunction> {
  static Tensor forward(AutogradContext* context, const Tensor& v, const Tensor& weight, const Functions* functions,
                        bool quantise) {
    const Tensor used = (quantise ? functions->RoundedRows(weight) : weight).to(v.scalar_type());
    const Tensor rows = v.reshape({-1, v.size(-1)});
    context->save_for_backward({rows, used});
    auto sizes = v.sizes().vec();
    sizes.back() = weight.size(0);
    return torch::mm(rows, used.t()).view(sizes);
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor d_out = gradients[0].reshape({-1, gradients[0].size(-1)});
    auto sizes = gradients[0].sizes().vec();
    sizes.back() = saved[1].size(1);
    return {torch::mm(d_out, saved[1]).view(sizes), torch::mm(d_out.t(), saved[0]).to(torch::kFloat32), Tensor(),
            Tensor()};
  }
};

struct CodeLengthsFunction : public Function<CodeLengthsFunction> {
  static Tensor forward(AutogradContext* context, const Tensor& logits, const Tensor& bias, const Tensor& targets,
                        const Functions* functions) {
    const bool wanted = logits.requires_grad() || bias.requires_grad();
    auto [bits, d_logits] = functions->CrossEntropy(logits, bias, targets, wanted);
    context->save_for_backward({d_logits});
    return bits;
  }

  /// The gradient of each row's bits is the same one: of their mean or sum. It stays on its device.
  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const Tensor scale = gradients[0].reshape({-1})[0] * kBitsPerNat;
    const Tensor d_logits = context->get_saved_variables()[0] * scale;
    return {d_logits, d_logits.sum({0}, false, torch::kFloat32), Tensor(), Tensor()};
  }
};

}  // namespace

Tensor Functions::Requantise(const Tensor& v) const { return RequantiseFunction::apply(v, this); }

Tensor Functions::Linear(const Tensor& v, const Tensor& weight, bool quantise) const {
  return LinearFunction::apply(v, weight, this, quantise);
}

Tensor Functions::CodeLengths(const Tensor& logits, const Tensor& bias, const Tensor& targets) const {
  return CodeLengthsFunction::apply(logits, bias, targets, this);
}

Tensor Functions::DeltaMixer(const Tensor& projected, const DeltaParameters& parameters, std::int64_t heads,
                             DeltaMemory* memory) const {
  auto [out, state] = Delta(projected, parameters, heads, *memory);
  const torch::NoGradGuard no_gradient;
  const std::int64_t channels = memory->tail.size(2);
  const std::int64_t steps = projected.size(1);
  const std::int64_t kept = std::min<std::int64_t>(steps, 3);
  const Tensor newest = projected.detach().narrow(2, 0, channels).slice(1, steps - kept).to(torch::kFloat32);
  memory->tail = torch::cat({memory->tail.slice(1, kept), newest}, 1);
  memory->state = state.detach();
  return out;
}

Tensor Functions::AttentionMixer(const Tensor& projected, const Tensor& factor, const AttentionShape& shape,
                                 bool quantise, AttentionMemory* memory) const {
  Tensor out = Attention(projected, factor, shape, quantise, *memory);
  const torch::NoGradGuard no_gradient;
  const std::int64_t steps = projected.size(1);
  const std::int64_t places = std::min(memory->past.size(1) + steps, shape.window);
  const std::int64_t old = std::max<std::int64_t>(places - steps, 0);
  const Tensor newest = projected.detach().slice(1, std::max<std::int64_t>(steps - places, 0));
  memory->past = torch::cat({memory->past.slice(1, memory->past.size(1) - old), newest}, 1);
  memory->counts = (memory->counts + steps).clamp_max(places);
  return out;
}

}  // namespace llmzip::train
