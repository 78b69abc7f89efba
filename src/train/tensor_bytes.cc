#include "train/tensor_bytes.h"

#include <bit>
#include <cstring>

namespace llmzip::train {
namespace {

static_assert(std::endian::native == std::endian::little, "libtorch's tensors are written as they lie in memory");

std::string_view DtypeOf(const torch::Tensor& tensor) {
  switch (tensor.scalar_type()) {
    case torch::kFloat32:
      return "F32";
    case torch::kBFloat16:
      return "BF16";
    case torch::kInt8:
      return "I8";
    case torch::kInt64:
      return "I64";
    default:
      TORCH_CHECK(tensor.scalar_type() == torch::kUInt8, "no name for this type");
      return "U8";
  }
}

std::vector<std::uint64_t> ShapeOf(const torch::Tensor& tensor) {
  return {tensor.sizes().begin(), tensor.sizes().end()};
}

}  // namespace

TensorBytes ToTensorBytes(const std::string& name, const torch::Tensor& tensor) {
  const torch::Tensor flat = tensor.detach().to(torch::kCPU).contiguous();
  const auto* const data = static_cast<const std::uint8_t*>(flat.data_ptr());
  return {name, std::string(DtypeOf(flat)), ShapeOf(flat), Bytes(data, data + flat.nbytes())};
}

bool CopyFrom(const SafetensorsTensor& tensor, ByteView file, const torch::Tensor& into) {
  if (tensor.dtype != DtypeOf(into) || tensor.shape != ShapeOf(into) || !into.is_contiguous()) return false;
  const torch::Tensor here = torch::empty(into.sizes(), into.options().device(torch::kCPU));
  std::memcpy(here.data_ptr(), file.data() + tensor.offset, tensor.size);
  into.copy_(here);
  return true;
}

}  // namespace llmzip::train
