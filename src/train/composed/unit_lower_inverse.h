// unit_lower_inverse.h: the inverse of 1 + M for strictly lower triangular M, in batches, using only matrix products.
//
// Blocks of 8 are inverted by the finite series of their powers, which stay small; then each block of twice the size is
// made from its two diagonal blocks and the block below the first. The batched triangular solvers of libraries are
// slower on graphics cards and need another library.
#ifndef LLMZIP_TRAIN_COMPOSED_UNIT_LOWER_INVERSE_H_
#define LLMZIP_TRAIN_COMPOSED_UNIT_LOWER_INVERSE_H_

#include "train/libtorch.h"

namespace llmzip::train {

/// lower: [batch, n, n], zero on and above the diagonal; n is 8 times a power of two. With a gradient.
torch::Tensor UnitLowerInverse(const torch::Tensor& lower);

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_COMPOSED_UNIT_LOWER_INVERSE_H_
