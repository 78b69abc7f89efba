// The inputs, in training, of networks of samples (model/sample_view.h), as tensors.
#ifndef LLMZIP_TRAIN_SAMPLE_INPUTS_H_
#define LLMZIP_TRAIN_SAMPLE_INPUTS_H_

#include "train/libtorch.h"

#include <cstdint>

#include "model/network_config.h"

namespace llmzip::train {

/// The recent samples of each lane.
struct SampleMemories {
  torch::Tensor samples;  ///< [lanes, SampleMemory()] uint8, always on the CPU
  torch::Tensor guesses;  ///< [lanes * steps] uint8: of the samples that the last segment's logits are about
};

struct SeenSamples {
  torch::Tensor differences;  ///< [lanes, steps, SampleInputs()], times kSampleScale
  torch::Tensor rows;         ///< [lanes, steps, 2 or 4] int64: of the embedding
};

/// For inputs [lanes, steps] of int64 at these places of their chunks; notes them and the guesses in *memories.
/// Computed on the CPU; the result is on the device of the inputs.
SeenSamples LookAtSamples(const NetworkConfig& config, const torch::Tensor& inputs, const torch::Tensor& places,
                          torch::ScalarType type, SampleMemories* memories);

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_SAMPLE_INPUTS_H_
