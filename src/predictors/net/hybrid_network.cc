#include "predictors/net/hybrid_network.h"

#include <algorithm>
#include <string>

namespace llmzip::net {
namespace {

std::vector<float> AttentionFactors(const Model& model, const std::string& prefix) {
  std::vector<float> factors = model.Float32(prefix + "temperature");
  for (float& factor : factors) factor = factor * (1.0F / static_cast<float>(model.config().head_width()));
  return factors;
}

}  // namespace

HybridNetwork::HybridNetwork(const Model& model, const NetKernels& kernels) : LayeredNetwork(model, kernels) {
  const std::size_t width = config().width;
  for (std::size_t n = 0; n < config().layers.size(); ++n) {
    const std::string prefix = "layers." + std::to_string(n) + ".";
    Layer layer;
    layer.in = Pack(model, prefix + "mixer.in", width);
    if (config().layers[n] == 'D') {
      layer.delta.emplace(model, prefix + "mixer.", layout());
      CountWeights(layer.delta->bytes());
    } else {
      layer.attention.emplace(config(), AttentionFactors(model, prefix + "mixer."), layout());
    }
    layer.out = Pack(model, prefix + "mixer.out", width);
    layer.up = Pack(model, prefix + "up", width);
    layer.down = Pack(model, prefix + "down", config().hidden);
    layers_.push_back(std::move(layer));
  }
  if (config().layers.find('A') != std::string::npos) phases_ = model.Uint32("rotation.phases");
  // A row's turns, or a norm, beside what the layers need.
  const std::size_t layer_scratch =
      std::max(DeltaLayer::ScratchFloats(config()), AttentionLayer::ScratchFloats(config()));
  SetScratch(layer_scratch + std::max<std::size_t>(width, 2 * kMaxHeadWidth));
}

void HybridNetwork::RunLayers(const Rows& rows, const Buffers& buffers) const {
  const std::size_t count = rows.count();
  for (std::size_t row = 0; row < count; ++row) Embed(rows.inputs[row], buffers.x + row * config().width);
  for (const Layer& layer : layers_) {
    QuantiseNorm(count, buffers);
    Multiply(layer.in, buffers.q, count, buffers.projected, projected_stride());
    Mix(layer, rows, buffers);
    Quantise(buffers.mixed, config().width, config().width, count, buffers.q);
    AddProduct(layer.out, count, buffers);
    FeedForward(layer.up, layer.down, count, buffers);
  }
  QuantiseNorm(count, buffers);
}

void HybridNetwork::Mix(const Layer& layer, const Rows& rows, const Buffers& buffers) const {
  if (layer.attention.has_value()) return Attend(*layer.attention, rows, buffers);
  for (const LaneRows& lane : rows.lanes) {
    layer.delta->Run(kernels(), rows, lane, buffers.projected, projected_stride(), buffers.scratch, buffers.mixed);
  }
}

void HybridNetwork::Attend(const AttentionLayer& attention, const Rows& rows, const Buffers& buffers) const {
  float* const cosine = buffers.scratch + AttentionLayer::ScratchFloats(config());
  float* const sine = cosine + kMaxHeadWidth;
  for (const LaneRows& lane : rows.lanes) {
    for (std::size_t row = lane.first; row < lane.first + lane.count; ++row) {
      kernels().turn(phases_.data(), phases_.size(), rows.places[row], cosine, sine);
      attention.Attend(kernels(), *lane.state, buffers.projected + row * projected_stride(), cosine, sine,
                       rows.places[row], buffers.scratch, buffers.mixed + row * config().width);
    }
  }
}

}  // namespace llmzip::net
