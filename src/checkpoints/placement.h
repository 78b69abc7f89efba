// Placement: where a checkpoint's tensors live, and in which type it computes.
#ifndef LLMZIP_CHECKPOINTS_PLACEMENT_H_
#define LLMZIP_CHECKPOINTS_PLACEMENT_H_

#include <string>

#include "checkpoints/libtorch.h"
#include "llmzip/status.h"

namespace llmzip::checkpoints {

struct Placement {
  at::ScalarType dtype = at::kFloat;
  at::Device device = at::kCPU;

  [[nodiscard]] at::TensorOptions options() const { return at::TensorOptions().dtype(dtype).device(device); }
};

/// "float32", "bfloat16", "float16", or "" for the first. kInvalidArgument for others.
StatusOr<at::ScalarType> DtypeNamed(const std::string& name);

/// "cpu", "cuda", "cuda:N", or "" for the first. kInvalidArgument for others, kUnsupported where there is no such
/// device.
StatusOr<at::Device> DeviceNamed(const std::string& name);

/// "float32" …
std::string DtypeText(at::ScalarType dtype);

/// The name that the processor or card reports, with '-' for spaces; "" if it reports none.
std::string ModelOf(at::Device device);

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_PLACEMENT_H_
