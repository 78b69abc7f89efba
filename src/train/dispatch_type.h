// dispatch_type.h: from a tensor's run-time type to the kernels' T.
#ifndef LLMZIP_TRAIN_DISPATCH_TYPE_H_
#define LLMZIP_TRAIN_DISPATCH_TYPE_H_

#include "train/libtorch.h"

#include "train/kernels/kernels.h"

namespace llmzip::train {

/// Calls body.operator()<T>() for activations of the tensor's type.
template <typename Body>
void WithType(const torch::Tensor& activations, const Body& body) {
  if (activations.scalar_type() == torch::kBFloat16) {
    body.template operator()<BFloat16>();
  } else {
    TORCH_CHECK(activations.scalar_type() == torch::kFloat32, "activations are float or bfloat16");
    body.template operator()<float>();
  }
}

template <typename T>
T* MutableData(const torch::Tensor& tensor) {
  TORCH_CHECK(tensor.is_contiguous() && tensor.element_size() == sizeof(T));
  return static_cast<T*>(tensor.data_ptr());
}

template <typename T>
const T* Data(const torch::Tensor& tensor) {
  return MutableData<T>(tensor);
}

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_DISPATCH_TYPE_H_
