// The composed functions that work row by row.
#include <limits>

#include "train/composed/composed.h"
#include "train/composed/root_norm.h"

namespace llmzip::train {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

constexpr double kLargestStep = 127;
constexpr double kLeastMagnitude = 1e-18;  // rows of less become zeros
constexpr double kBitsPerNat = 1.4426950408889634;

/// The largest magnitude of each row, in float, as a dimension of 1.
Tensor LargestMagnitude(const Tensor& rows) {
  const double infinity = std::numeric_limits<double>::infinity();
  return torch::linalg_vector_norm(rows, infinity, -1, /*keepdim=*/true, torch::kFloat32).clamp_min_(kLeastMagnitude);
}

struct AddNormFunction : public Function<AddNormFunction> {
  static variable_list forward(AutogradContext* context, const Tensor& x, const Tensor& y, bool quantise,
                               std::int64_t type) {
    const bool adds = y.numel() > 0;
    const Tensor sum = adds ? x + y : x.clone();
    const double share = 1.0 / static_cast<double>(x.size(-1));
    const Tensor scale = RootScale(sum, share);
    Tensor normed = torch::empty_like(sum, sum.options().dtype(static_cast<torch::ScalarType>(type)));
    if (quantise) {
      const Tensor most = LargestMagnitude(sum);
      const Tensor steps = torch::mul(sum, most.reciprocal().mul_(kLargestStep)).round_();
      torch::mul_out(normed, steps, most * scale / kLargestStep);
    } else {
      torch::mul_out(normed, sum, scale);
    }
    context->save_for_backward({sum, scale});
    context->saved_data["adds"] = adds;
    context->saved_data["share"] = share;
    context->set_materialize_grads(false);
    return {sum, normed};
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    Tensor d_x = RootNormGradient(saved[0], saved[1], gradients[1], context->saved_data["share"].toDouble());
    if (gradients[0].defined()) d_x.add_(gradients[0]);
    const bool adds = context->saved_data["adds"].toBool();
    return {d_x, adds ? d_x.to(gradients[1].scalar_type()) : Tensor(), Tensor(), Tensor()};
  }
};

struct SquaredReluFunction : public Function<SquaredReluFunction> {
  static Tensor forward(AutogradContext* context, const Tensor& u, bool quantise) {
    context->save_for_backward({u});
    const Tensor above = u.clamp_min(0);
    if (!quantise) return above.square();
    // As RoundedRows, but the square is never rounded to the activations' type.
    const Tensor most = LargestMagnitude(above).square_().clamp_min_(kLeastMagnitude);
    const Tensor steps = above.to(torch::kFloat32, /*non_blocking=*/false, /*copy=*/true).square_();
    steps.mul_(most.reciprocal().mul_(kLargestStep)).round_();
    Tensor out = torch::empty_like(u);
    torch::mul_out(out, steps, most / kLargestStep);
    return out;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const Tensor u = context->get_saved_variables()[0];
    return {u.clamp_min(0).mul_(gradients[0]).mul_(2), Tensor()};
  }
};

}  // namespace

std::pair<Tensor, Tensor> Composed::AddNorm(const Tensor& x, const Tensor& y, bool quantise,
                                            torch::ScalarType type) const {
  const auto both = AddNormFunction::apply(x, y.defined() ? y : torch::empty({0}, x.options()), quantise,
                                           static_cast<std::int64_t>(type));
  return {both[0], both[1]};
}

Tensor Composed::SquaredRelu(const Tensor& u, bool quantise) const { return SquaredReluFunction::apply(u, quantise); }

Tensor Composed::RoundedRows(const Tensor& rows) const {
  const Tensor most = LargestMagnitude(rows);
  const Tensor steps = torch::mul(rows, most.reciprocal().mul_(kLargestStep)).round_();
  Tensor out = torch::empty_like(rows);
  return torch::mul_out(out, steps, most / kLargestStep);
}

std::pair<Tensor, Tensor> Composed::CrossEntropy(const Tensor& logits, const Tensor& bias, const Tensor& targets,
                                                 bool gradient) const {
  Tensor logs = torch::log_softmax(torch::add(logits, bias), 1);
  const Tensor index = targets.to(torch::kInt64).unsqueeze(1);
  const Tensor bits = logs.gather(1, index).squeeze(1) * -kBitsPerNat;
  if (!gradient) return {bits, Tensor()};
  const Tensor d_logits = logs.exp_();
  d_logits.scatter_add_(1, index, torch::full(index.sizes(), -1.0, logs.options()));
  return {bits, d_logits.to(logits.scalar_type())};
}

const Functions& ComposedFunctions() {
  static const Composed functions;
  return functions;
}

}  // namespace llmzip::train
