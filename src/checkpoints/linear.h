// Linear: y = W x + b for each row x. The weight is [outputs, inputs].
#ifndef LLMZIP_CHECKPOINTS_LINEAR_H_
#define LLMZIP_CHECKPOINTS_LINEAR_H_

#include "checkpoints/libtorch.h"

namespace llmzip::checkpoints {

struct Linear {
  at::Tensor weight;
  at::Tensor bias;  ///< undefined: none

  [[nodiscard]] at::Tensor operator()(const at::Tensor& x) const { return at::linear(x, weight, bias); }
};

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_LINEAR_H_
