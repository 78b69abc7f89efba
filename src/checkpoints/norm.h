// Norm: a row brought to unit variance (LayerNorm), or, without a bias, to unit mean square (RMSNorm).
#ifndef LLMZIP_CHECKPOINTS_NORM_H_
#define LLMZIP_CHECKPOINTS_NORM_H_

#include "checkpoints/libtorch.h"

namespace llmzip::checkpoints {

struct Norm {
  at::Tensor weight;
  at::Tensor bias;  ///< undefined: RMSNorm
  double epsilon = 1e-5;

  /// Over the last dimension of x.
  [[nodiscard]] at::Tensor operator()(const at::Tensor& x) const {
    if (bias.defined()) return at::layer_norm(x, weight.sizes(), weight, bias, epsilon);
    const at::Tensor wide = x.to(at::kFloat);  // the square of a narrow float overflows or loses digits
    const at::Tensor scale = wide.square().mean(-1, /*keepdim=*/true).add_(epsilon).rsqrt_();
    return (wide * scale).to(x.scalar_type()).mul_(weight);
  }
};

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_NORM_H_
