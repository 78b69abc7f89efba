#include "train/export_model.h"

#include <cstring>

#include "model/model_writer.h"
#include "train/tensor_bytes.h"

namespace llmzip::train {
namespace {

TensorBytes PhaseBytes(const TensorShape& shape, const std::vector<std::uint32_t>& phases) {
  Bytes bytes(phases.size() * sizeof phases[0]);
  std::memcpy(bytes.data(), phases.data(), bytes.size());
  return {shape.name, "U32", shape.dimensions, std::move(bytes)};
}

}  // namespace

Bytes ExportModel(const TrainedNetwork& network, const Metadata& metadata) {
  const torch::NoGradGuard no_gradient;
  std::vector<TensorBytes> tensors;
  for (const TensorShape& shape : TensorsOf(network.config())) {
    if (shape.type == ElementType::kUint32) {
      tensors.push_back(PhaseBytes(shape, network.Phases()));
    } else if (shape.type == ElementType::kInt8) {
      const torch::Tensor weight = network.Get(shape.name).to(torch::kCPU);
      const torch::Tensor scale = std::get<0>(weight.abs().max(1)) / 127.0;
      const torch::Tensor steps = weight / torch::where(scale > 0, scale, torch::ones_like(scale)).unsqueeze(1);
      tensors.push_back(ToTensorBytes(shape.name, steps.round().clamp(-127, 127).to(torch::kInt8)));
      const std::string of_matrix = shape.name.substr(0, shape.name.size() - std::strlen("weight"));
      tensors.push_back(ToTensorBytes(of_matrix + "scale", scale));
    } else if (!shape.name.ends_with(".scale")) {
      tensors.push_back(ToTensorBytes(shape.name, network.Get(shape.name)));
    }
  }
  return WriteModel(network.config(), metadata, tensors);
}

void ImportModel(const Model& model, TrainedNetwork* network) {
  const torch::NoGradGuard no_gradient;
  for (auto& [name, tensor] : network->parameters()) {
    if (name.ends_with(".weight")) {
      auto integers = model.Int8(name);
      auto scales = model.Float32(name.substr(0, name.size() - std::strlen("weight")) + "scale");
      const torch::Tensor steps = torch::from_blob(integers.data(), tensor.sizes(), torch::kInt8);
      const torch::Tensor scale = torch::from_blob(scales.data(), {tensor.size(0), 1}, torch::kFloat32);
      tensor.copy_(steps.to(torch::kFloat32) * scale);
    } else {
      auto values = model.Float32(name);
      tensor.copy_(torch::from_blob(values.data(), tensor.sizes(), torch::kFloat32));
    }
  }
}

}  // namespace llmzip::train
