// unit_lower_inverse.h: the inverse of 1 + M for strictly lower triangular M, a batch at once, in products alone.
//
// Blocks of 8 by the finite series of their powers, which grow little; then twice as large blocks from two and what
// stands below the first. Libraries' batched triangular solvers are slower on graphics cards, and want another library.
#ifndef LLMZIP_TRAIN_COMPOSED_UNIT_LOWER_INVERSE_H_
#define LLMZIP_TRAIN_COMPOSED_UNIT_LOWER_INVERSE_H_

#include "train/libtorch.h"

namespace llmzip::train {

/// lower: [batch, n, n], zero on and above the diagonal; n is 8 times a power of two. With a gradient.
torch::Tensor UnitLowerInverse(const torch::Tensor& lower);

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_COMPOSED_UNIT_LOWER_INVERSE_H_
