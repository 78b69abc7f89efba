// functions.h: the network's parts as differentiable functions over libtorch tensors, backed by train/kernels.
//
// Activations are [rows, n] or [lanes, steps, n] tensors of float or bfloat16; parameters and the residual stream are
// float. With `quantise` a function's result is rounded as the engine will round it, and gradients pass straight
// through. CPU only: composed.h has the same functions for other devices. Not thread-safe: each parallelises itself.
#ifndef LLMZIP_TRAIN_FUNCTIONS_H_
#define LLMZIP_TRAIN_FUNCTIONS_H_

#include "train/libtorch.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace llmzip::train {

/// {x + y, that normed}; y may be undefined. `type` is the normed one's.
std::pair<torch::Tensor, torch::Tensor> AddNorm(const torch::Tensor& x, const torch::Tensor& y, bool quantise,
                                                torch::ScalarType type);

/// max(u, 0)^2.
torch::Tensor SquaredRelu(const torch::Tensor& u, bool quantise);

/// Each row to multiples of its largest magnitude / 127.
torch::Tensor Requantise(const torch::Tensor& v);

/// The matrix with each row rounded to multiples of its largest magnitude / 127.
torch::Tensor RoundedRows(const torch::Tensor& weight);

/// v [..., in] times weight [out, in] transposed, in v's type.
torch::Tensor Linear(const torch::Tensor& v, const torch::Tensor& weight, bool quantise);

/// Bits of each target under softmax(logits + bias): [rows], and the gradient of their mean.
torch::Tensor CodeLengths(const torch::Tensor& logits, const torch::Tensor& bias, const torch::Tensor& targets);

/// What a gated delta layer remembers of each lane.
struct DeltaMemory {
  torch::Tensor tail;   ///< [lanes, 3, 3 * width] float: the last three steps' q, k, v as projected
  torch::Tensor state;  ///< [lanes, heads, w, w] float
};

struct DeltaParameters {
  torch::Tensor convolution, decay_rate, decay_bias, step_bias;
};

/// projected: [lanes, steps, 4 * width + 2 * heads]. Replaces *memory by what the segment leaves.
torch::Tensor DeltaMixer(const torch::Tensor& projected, const DeltaParameters& parameters, std::int64_t heads,
                         DeltaMemory* memory);

struct AttentionShape {
  std::int64_t heads = 0;
  std::int64_t window = 0;
  bool turned = true;       ///< norm and rotation of q and k
  torch::Tensor cosines{};  ///< [places, w / 2], at least past + steps places
  torch::Tensor sines{};
};

/// What an attention layer remembers: the last steps' q, k, v as projected, and how many of them count, a lane each.
struct AttentionMemory {
  torch::Tensor past;                ///< [lanes, places, 3 * width]
  std::vector<std::int64_t> counts;  ///< the last counts[lane] places
};

/// projected: [lanes, steps, 3 * width]; factor: [heads], of the scores. Replaces *memory by what the segment leaves.
torch::Tensor AttentionMixer(const torch::Tensor& projected, const torch::Tensor& factor, const AttentionShape& shape,
                             bool quantise, AttentionMemory* memory);

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_FUNCTIONS_H_
