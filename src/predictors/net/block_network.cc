#include "predictors/net/block_network.h"

#include <algorithm>

namespace llmzip::net {
namespace {

std::vector<float> AttentionFactors(const Model& model, const std::string& prefix) {
  std::vector<float> factors = model.Float32(prefix + "temperature");
  for (float& factor : factors) factor = factor * (1.0F / static_cast<float>(model.config().head_width()));
  return factors;
}

}  // namespace

BlockNetwork::BlockNetwork(const Model& model, const NetKernels& kernels) : LayeredNetwork(model, kernels) {
  const std::size_t width = config().width;
  for (std::size_t n = 0; n < config().layers.size(); ++n) {
    const std::string prefix = "layers." + std::to_string(n) + ".";
    Block block;
    if (config().layers[n] != 'F') block.mixer = ReadMixer(model, config().layers[n], prefix + "mixer.");
    block.up = Pack(model, prefix + "up", width);
    block.down = Pack(model, prefix + "down", config().hidden);
    blocks_.push_back(std::move(block));
  }
  if (config().layers.find('A') != std::string::npos) phases_ = model.Uint32("rotation.phases");
  // A row's turns, or a norm, beside what the layers need.
  const std::size_t layer_scratch =
      std::max(DeltaLayer::ScratchFloats(config()), AttentionLayer::ScratchFloats(config()));
  SetScratch(layer_scratch + std::max<std::size_t>(width, 2 * kMaxHeadWidth));
}

BlockNetwork::Mixer BlockNetwork::ReadMixer(const Model& model, char kind, const std::string& prefix) {
  Mixer mixer;
  mixer.in = Pack(model, prefix + "in", config().width);
  if (kind == 'D') {
    mixer.delta.emplace(model, prefix, layout());
    CountWeights(mixer.delta->bytes());
  } else {
    mixer.attention.emplace(config(), AttentionFactors(model, prefix), layout());
  }
  mixer.out = Pack(model, prefix + "out", config().width);
  return mixer;
}

void BlockNetwork::RunLayers(const Rows& rows, const Buffers& buffers) const {
  const std::size_t count = rows.count();
  BeginStream(rows, buffers);
  for (const Block& block : blocks_) {
    if (block.mixer.has_value()) Mix(*block.mixer, rows, buffers);
    FeedForward(block.up, block.down, count, buffers);
  }
  QuantiseNorm(count, buffers);
}

void BlockNetwork::Mix(const Mixer& mixer, const Rows& rows, const Buffers& buffers) const {
  const std::size_t count = rows.count();
  QuantiseNorm(count, buffers);
  Multiply(mixer.in, buffers.q, count, buffers.projected, projected_stride());
  if (mixer.attention.has_value()) {
    Attend(*mixer.attention, rows, buffers);
  } else {
    for (const LaneRows& lane : rows.lanes) {
      mixer.delta->Run(kernels(), rows, lane, buffers.projected, projected_stride(), buffers.scratch, buffers.mixed);
    }
  }
  Quantise(buffers.mixed, config().width, config().width, count, buffers.q);
  AddProduct(mixer.out, count, buffers);
}

void BlockNetwork::Attend(const AttentionLayer& attention, const Rows& rows, const Buffers& buffers) const {
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
