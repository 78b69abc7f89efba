// What a kPatch network is fed in training: the pixels around each next one (model/patch_view.h), as tensors.
#ifndef LLMZIP_TRAIN_PATCH_INPUTS_H_
#define LLMZIP_TRAIN_PATCH_INPUTS_H_

#include "train/libtorch.h"

#include <cstdint>

#include "model/network_config.h"

namespace llmzip::train {

/// What is remembered of each lane's patch.
struct PatchMemory {
  torch::Tensor pixels;   ///< [lanes, chunk] uint8, always on the CPU: those fed so far
  torch::Tensor guesses;  ///< [lanes * steps] uint8: of the pixels that the last segment's logits are about
};

struct PatchInputs {
  torch::Tensor differences;  ///< [lanes, steps, kPatchInputs], divided by 32
  torch::Tensor rows;         ///< [lanes, steps, 4] int64: of the embedding
};

/// For inputs [lanes, steps] of int64 at these places of their patches; notes them and the guesses in *memory.
/// The looking is done on the CPU, wherever the inputs are; what is given is where they are.
PatchInputs LookAround(const NetworkConfig& config, const torch::Tensor& inputs, const torch::Tensor& places,
                       torch::ScalarType type, PatchMemory* memory);

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_PATCH_INPUTS_H_
