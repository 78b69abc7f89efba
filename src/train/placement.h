// Placement: the device of a network's tensors, and the functions that compute it there.
#ifndef LLMZIP_TRAIN_PLACEMENT_H_
#define LLMZIP_TRAIN_PLACEMENT_H_

#include "train/libtorch.h"

#include <string>

#include "llmzip/status.h"
#include "train/functions.h"

namespace llmzip::train {

struct Placement {
  torch::Device device = torch::kCPU;
  const Functions* functions = &FusedFunctions();
};

/// For "cpu", "cuda" or "cuda:N". kInvalidArgument for other names, kNotFound where this libtorch or this machine has
/// no such device. `composed`: the composed functions on CPUs too.
StatusOr<Placement> FindPlacement(const std::string& device, bool composed);

/// `tensor` on `device`. The copy to a graphics card is asynchronous.
torch::Tensor MovedTo(torch::Device device, const torch::Tensor& tensor);

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_PLACEMENT_H_
