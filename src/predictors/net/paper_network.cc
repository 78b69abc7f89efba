#include "predictors/net/paper_network.h"

#include <algorithm>
#include <cmath>

namespace llmzip::net {

PaperNetwork::PaperNetwork(const Model& model, const NetKernels& kernels)
    : LayeredNetwork(model, kernels),
      phases_(model.Uint32("position.phases")),
      root_of_width_(std::sqrt(static_cast<float>(model.config().width))) {
  const std::size_t width = config().width;
  const float factor = 1.0F / std::sqrt(static_cast<float>(config().head_width()));
  const auto norm = [&](const std::string& name) {
    return Norm{model.Float32(name + ".gain"), model.Float32(name + ".bias")};
  };
  for (std::size_t n = 0; n < config().layers.size(); ++n) {
    const std::string prefix = "layers." + std::to_string(n) + ".";
    layers_.push_back({Pack(model, prefix + "mixer.in", width),
                       AttentionLayer(config(), std::vector<float>(config().heads, factor), layout()),
                       Pack(model, prefix + "mixer.out", width), norm(prefix + "mixer_norm"),
                       Pack(model, prefix + "up", width), model.Float32(prefix + "up.bias"),
                       Pack(model, prefix + "down", config().hidden), model.Float32(prefix + "down.bias"),
                       norm(prefix + "feed_norm")});
  }
  SetScratch(std::max<std::size_t>(width, AttentionLayer::ScratchFloats(config())));
}

void PaperNetwork::RunLayers(const Rows& rows, const Buffers& buffers) const {
  const std::size_t count = rows.count();
  const std::size_t width = config().width;
  for (std::size_t row = 0; row < count; ++row) {
    EmbedAt(rows.inputs[row], rows.places[row], buffers, buffers.x + row * width);
  }
  for (const Layer& layer : layers_) {
    Quantise(buffers.x, width, width, count, buffers.q);
    Multiply(layer.in, buffers.q, count, buffers.projected, projected_stride());
    Attend(layer.attention, rows, buffers);
    Quantise(buffers.mixed, width, width, count, buffers.q);
    Multiply(layer.out, buffers.q, count, buffers.mixed, width);
    AddAndNorm(layer.mixer_norm, count, buffers);
    FeedForward(layer, count, buffers);
    AddAndNorm(layer.feed_norm, count, buffers);
  }
  Quantise(buffers.x, width, width, count, buffers.q);
}

void PaperNetwork::EmbedAt(std::uint16_t input, std::uint64_t place, const Buffers& buffers, float* x) const {
  float* const sine = buffers.scratch;
  float* const cosine = sine + phases_.size();  // the position: all sines, then all cosines
  kernels().turn(phases_.data(), phases_.size(), place, cosine, sine);
  Embed(input, x);
  for (std::size_t i = 0; i < config().width; ++i) x[i] = x[i] * root_of_width_ + buffers.scratch[i];
}

void PaperNetwork::Attend(const AttentionLayer& attention, const Rows& rows, const Buffers& buffers) const {
  for (const LaneRows& lane : rows.lanes) {
    for (std::size_t row = lane.first; row < lane.first + lane.count; ++row) {
      attention.Attend(kernels(), *lane.state, buffers.projected + row * projected_stride(), /*cosine=*/nullptr,
                       /*sine=*/nullptr, rows.places[row], buffers.scratch, buffers.mixed + row * config().width);
    }
  }
}

void PaperNetwork::FeedForward(const Layer& layer, std::size_t rows, const Buffers& buffers) const {
  const std::size_t width = config().width;
  Quantise(buffers.x, width, width, rows, buffers.q);
  Multiply(layer.up, buffers.q, rows, buffers.projected, projected_stride());
  for (std::size_t row = 0; row < rows; ++row) {
    float* const hidden = buffers.projected + row * projected_stride();
    kernels().add_bias(hidden, config().hidden, layer.up_bias.data());
    kernels().gelu(hidden, config().hidden);
  }
  Quantise(buffers.projected, projected_stride(), config().hidden, rows, buffers.q);
  Multiply(layer.down, buffers.q, rows, buffers.mixed, width);
  for (std::size_t row = 0; row < rows; ++row) {
    kernels().add_bias(buffers.mixed + row * width, width, layer.down_bias.data());
  }
}

void PaperNetwork::AddAndNorm(const Norm& norm, std::size_t rows, const Buffers& buffers) const {
  const std::size_t width = config().width;
  for (std::size_t row = 0; row < rows; ++row) {
    kernels().add(buffers.x + row * width, buffers.mixed + row * width, width);
    kernels().layer_norm(buffers.x + row * width, width, norm.gain.data(), norm.bias.data());
  }
}

}  // namespace llmzip::net
