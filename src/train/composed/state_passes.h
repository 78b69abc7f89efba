// state_passes.h: the only sequential part of the gated delta rule, from chunk to chunk: the state is read, then
// replaced.
#ifndef LLMZIP_TRAIN_COMPOSED_STATE_PASSES_H_
#define LLMZIP_TRAIN_COMPOSED_STATE_PASSES_H_

#include "train/libtorch.h"

namespace llmzip::train {

/// For each chunk c: update_c = wanted_c - read_c S;  S <- decay_c S + keys_c^T update_c.
struct StatePasses {
  torch::Tensor updates;  ///< [batch, chunks, steps, w]
  torch::Tensor before;   ///< [batch, chunks, w, w]: S as each chunk found it
  torch::Tensor after;    ///< [batch, w, w]; without a gradient
};

/// wanted, read, keys: [batch, chunks, steps, w]; decay: [batch, chunks]; state: [batch, w, w], without a gradient.
StatePasses PassStates(const torch::Tensor& wanted, const torch::Tensor& read, const torch::Tensor& keys,
                       const torch::Tensor& decay, const torch::Tensor& state);

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_COMPOSED_STATE_PASSES_H_
