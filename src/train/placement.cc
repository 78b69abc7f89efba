#include "train/placement.h"

#include <torch/cuda.h>

#include <charconv>
#include <cstdint>
#include <string_view>

namespace llmzip::train {
namespace {

constexpr std::string_view kCuda = "cuda";

StatusOr<std::int64_t> CudaIndex(const std::string& device) {
  std::string_view rest = device;
  rest.remove_prefix(kCuda.size());
  std::int64_t index = 0;
  if (rest.empty()) return index;
  rest.remove_prefix(1);
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), index);
  if (device[kCuda.size()] != ':' || error != std::errc() || end != rest.data() + rest.size() || index < 0) {
    return Status::InvalidArgument("unknown device '" + device + "': there are cpu, cuda and cuda:N");
  }
  return index;
}

}  // namespace

StatusOr<Placement> FindPlacement(const std::string& device, bool composed) {
  if (device == "cpu") return Placement{torch::kCPU, composed ? &ComposedFunctions() : &FusedFunctions()};
  if (!device.starts_with(kCuda)) {
    return Status::InvalidArgument("unknown device '" + device + "': there are cpu, cuda and cuda:N");
  }
  LLMZIP_ASSIGN_OR_RETURN(const std::int64_t index, CudaIndex(device));
  if (!at::hasCUDA()) return Status::NotFound("device " + device + ": this libtorch has no working CUDA");
  const auto count = static_cast<std::int64_t>(torch::cuda::device_count());
  if (index >= count) {
    return Status::NotFound("device " + device + ": this machine has " + std::to_string(count) + " CUDA devices");
  }
  return Placement{torch::Device(torch::kCUDA, static_cast<torch::DeviceIndex>(index)), &ComposedFunctions()};
}

torch::Tensor MovedTo(torch::Device device, const torch::Tensor& tensor) {
  if (device.is_cpu()) return tensor;
  return (device.is_cuda() ? tensor.pin_memory() : tensor).to(device, tensor.scalar_type(), /*non_blocking=*/true);
}

}  // namespace llmzip::train
