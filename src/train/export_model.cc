#include "train/export_model.h"

#include <cstring>
#include <map>

#include "model/model_writer.h"
#include "train/growth.h"
#include "train/tensor_bytes.h"

namespace llmzip::train {
namespace {

TensorBytes PhaseBytes(const TensorShape& shape, const std::vector<std::uint32_t>& phases) {
  Bytes bytes(phases.size() * sizeof phases[0]);
  std::memcpy(bytes.data(), phases.data(), bytes.size());
  return {shape.name, "U32", shape.dimensions, std::move(bytes)};
}

/// A parameter as floats.
torch::Tensor Learnt(const Model& model, const TensorShape& shape) {
  const std::vector<std::int64_t> sizes(shape.dimensions.begin(), shape.dimensions.end());
  if (shape.type == ElementType::kFloat32) {
    auto values = model.Float32(shape.name);
    return torch::from_blob(values.data(), sizes, torch::kFloat32).clone();
  }
  auto integers = model.Int8(shape.name);
  auto scales = model.Float32(shape.name.substr(0, shape.name.size() - std::strlen("weight")) + "scale");
  const torch::Tensor steps = torch::from_blob(integers.data(), sizes, torch::kInt8);
  return steps.to(torch::kFloat32) * torch::from_blob(scales.data(), {sizes[0], 1}, torch::kFloat32);
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
  const NetworkConfig& from = model.config();
  const NetworkConfig& to = network->config();
  const auto places = LayersAfterGrowth(from, to);
  std::map<std::string, torch::Tensor> parameters(network->parameters().begin(), network->parameters().end());
  for (const TensorShape& shape : TensorsOf(from)) {
    if (shape.type == ElementType::kUint32 || shape.name.ends_with(".scale")) continue;
    std::string name = shape.name;
    if (name.starts_with("layers.")) {
      const std::size_t dot = name.find('.', std::strlen("layers."));
      const std::size_t layer = std::stoul(name.substr(std::strlen("layers."), dot));
      name = "layers." + std::to_string(places[layer]) + name.substr(dot);
    }
    Grow(name, Learnt(model, shape), from, to, &parameters.at(name));
  }
}

}  // namespace llmzip::train
