// root_norm.h: vectors brought to one length: of 1, or so that their elements' root mean square is 1. Pure functions.
#ifndef LLMZIP_TRAIN_COMPOSED_ROOT_NORM_H_
#define LLMZIP_TRAIN_COMPOSED_ROOT_NORM_H_

#include "train/libtorch.h"

namespace llmzip::train {

/// 1 / sqrt(share * sum of squares + 1e-6) of each row (last dimension), which stays as a dimension of 1.
torch::Tensor RootScale(const torch::Tensor& rows, double share);

/// Rows (float) times their RootScale, with a gradient.
torch::Tensor RootNorm(const torch::Tensor& rows, double share);

/// The gradient of what was normed, from that of the result, in float.
torch::Tensor RootNormGradient(const torch::Tensor& rows, const torch::Tensor& scale, const torch::Tensor& d_normed,
                               double share);

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_COMPOSED_ROOT_NORM_H_
