#include "checkpoints/weights.h"

#include <bit>
#include <optional>

namespace llmzip::checkpoints {
namespace {

static_assert(std::endian::native == std::endian::little, "tensors are read as they lie in memory");

std::optional<at::ScalarType> FloatType(const std::string& dtype) {
  if (dtype == "F32") return at::kFloat;
  if (dtype == "BF16") return at::kBFloat16;
  if (dtype == "F16") return at::kHalf;
  if (dtype == "F64") return at::kDouble;
  return std::nullopt;
}

std::string Text(const std::vector<std::uint64_t>& shape) {
  std::string text;
  for (const std::uint64_t extent : shape) text += (text.empty() ? "" : " x ") + std::to_string(extent);
  return "[" + text + "]";
}

}  // namespace

at::Tensor Weights::TakeAs(const std::string& name, const std::vector<std::int64_t>& shape, at::ScalarType dtype) {
  if (!status_.ok()) return {};
  const SafetensorsTensor* const found = files_.Find(name);
  if (found == nullptr) {
    status_ = Status::Corrupt("the checkpoint lacks the tensor '" + name + "'");
    return {};
  }
  const std::vector<std::uint64_t> wanted(shape.begin(), shape.end());
  if (found->shape != wanted) {
    status_ = Status::Corrupt("the checkpoint's tensor '" + name + "' is " + Text(found->shape) + ", not " +
                              Text(wanted) + " as its config.json says");
    return {};
  }
  const auto stored = FloatType(found->dtype);
  if (!stored) {
    status_ = Status::Unsupported("the checkpoint's tensor '" + name + "' holds " + found->dtype +
                                  ": F32, BF16 and F16 are read");
    return {};
  }
  // The size is what shape and type say, and within the file: the parser has checked it.
  const at::Tensor raw = at::empty(shape, at::TensorOptions().dtype(*stored));
  status_ = files_.Read(*found, {static_cast<std::uint8_t*>(raw.data_ptr()), raw.nbytes()});
  if (!status_.ok()) return {};
  if (!raw.isfinite().all().item<bool>()) {
    status_ = Status::Corrupt("the checkpoint's tensor '" + name + "' has weights that are no finite numbers");
    return {};
  }
  at::Tensor placed = raw.to(placement_.device, dtype);
  bytes_ += placed.nbytes();
  return placed;
}

at::Tensor Weights::Take(const std::string& name, const std::vector<std::int64_t>& shape) {
  return TakeAs(name, shape, placement_.dtype);
}

at::Tensor Weights::TakeExact(const std::string& name, const std::vector<std::int64_t>& shape) {
  return TakeAs(name, shape, at::kFloat);
}

Linear Weights::TakeLinear(const std::string& name, std::int64_t outputs, std::int64_t inputs, bool bias) {
  Linear linear;
  linear.weight = Take(name + ".weight", {outputs, inputs});
  if (bias) linear.bias = Take(name + ".bias", {outputs});
  return linear;
}

Linear Weights::TakeStacked(const std::vector<std::pair<std::string, std::int64_t>>& parts, std::int64_t inputs,
                            bool bias) {
  std::vector<at::Tensor> weights;
  std::vector<at::Tensor> biases;
  for (const auto& [name, outputs] : parts) {
    const Linear part = TakeLinear(name, outputs, inputs, bias);
    weights.push_back(part.weight);
    biases.push_back(part.bias);
  }
  if (!status_.ok()) return {};
  return {at::cat(weights), bias ? at::cat(biases) : at::Tensor()};
}

Norm Weights::TakeLayerNorm(const std::string& name, std::int64_t width, double epsilon) {
  Norm norm;
  norm.weight = Take(name + ".weight", {width});
  norm.bias = Take(name + ".bias", {width});
  norm.epsilon = epsilon;
  return norm;
}

Norm Weights::TakeRmsNorm(const std::string& name, std::int64_t width, double epsilon) {
  Norm norm;
  norm.weight = Take(name + ".weight", {width});
  norm.epsilon = epsilon;
  return norm;
}

}  // namespace llmzip::checkpoints
