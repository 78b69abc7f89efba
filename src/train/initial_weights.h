// initial_weights.h: what a network's parameters are before training.
#ifndef LLMZIP_TRAIN_INITIAL_WEIGHTS_H_
#define LLMZIP_TRAIN_INITIAL_WEIGHTS_H_

#include "train/libtorch.h"

#include "model/network_config.h"

namespace llmzip::train {

/// For the tensor of that name and shape in TensorsOf(config).
torch::Tensor InitialWeights(const NetworkConfig& config, const TensorShape& shape, at::Generator& generator);

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_INITIAL_WEIGHTS_H_
