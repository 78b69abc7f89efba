// Linear: y = W x + b for each row x. The weight is [outputs, inputs].
#ifndef LLMZIP_CHECKPOINTS_LINEAR_H_
#define LLMZIP_CHECKPOINTS_LINEAR_H_

#include "checkpoints/libtorch.h"

namespace llmzip::checkpoints {

struct Linear {
  at::Tensor weight;
  at::Tensor bias;  ///< undefined: none

  /// x: [rows, inputs].
  [[nodiscard]] at::Tensor operator()(const at::Tensor& x) const {
    // For one row, a BLAS's matrix product repacks the whole matrix first; its matrix-vector product only reads it.
    if (x.size(0) == 1 && x.scalar_type() == at::kFloat && x.is_cpu()) {
      const at::Tensor row = x.reshape({-1});
      return (bias.defined() ? at::addmv(bias, weight, row) : at::mv(weight, row)).unsqueeze(0);
    }
    return at::linear(x, weight, bias);
  }
};

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_LINEAR_H_
