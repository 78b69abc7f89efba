// tensor_bytes.h: between libtorch tensors and the bytes of files. Pure functions.
#ifndef LLMZIP_TRAIN_TENSOR_BYTES_H_
#define LLMZIP_TRAIN_TENSOR_BYTES_H_

#include "train/libtorch.h"

#include <string>

#include "model/safetensors.h"

namespace llmzip::train {

/// From whatever device: float, bfloat16, int8, uint8 or int64 tensors, little-endian.
TensorBytes ToTensorBytes(const std::string& name, const torch::Tensor& tensor);

/// Copies a tensor of a file into `tensor` if name, type and shape are its own; false otherwise.
bool CopyFrom(const SafetensorsTensor& tensor, ByteView file, const torch::Tensor& into);

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_TENSOR_BYTES_H_
