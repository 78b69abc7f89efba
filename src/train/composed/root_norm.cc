#include "train/composed/root_norm.h"

namespace llmzip::train {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

struct RootNormFunction : public Function<RootNormFunction> {
  static Tensor forward(AutogradContext* context, const Tensor& rows, double share) {
    const Tensor scale = RootScale(rows, share);
    context->save_for_backward({rows, scale});
    context->saved_data["share"] = share;
    return rows * scale;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    return {RootNormGradient(saved[0], saved[1], gradients[0], context->saved_data["share"].toDouble()), Tensor()};
  }
};

}  // namespace

Tensor RootScale(const Tensor& rows, double share) {
  return torch::linalg_vector_norm(rows, 2, -1, /*keepdim=*/true).square_().mul_(share).add_(1e-6).rsqrt_();
}

Tensor RootNorm(const Tensor& rows, double share) { return RootNormFunction::apply(rows, share); }

Tensor RootNormGradient(const Tensor& rows, const Tensor& scale, const Tensor& d_normed, double share) {
  const Tensor along = (rows * d_normed).sum(-1, /*keepdim=*/true);
  const Tensor back = along.mul_(scale).mul_(scale).mul_(share);
  return torch::sub(d_normed, rows * back).mul_(scale);
}

}  // namespace llmzip::train
