#include "predictors/net/language_weights.h"

#include <bit>
#include <string>
#include <utility>

#include "base/little_endian.h"

namespace llmzip::net {

LanguageWeights::LanguageWeights(const Model& model, Kernel kernel)
    : config(*model.language()),
      net(KernelsFor<NetKernels>(kernel)),
      language(KernelsFor<LanguageKernels>(kernel)),
      embedding(model.BytesOf("embedding.weight")),
      embedding_scales(model.Float32("embedding.scale")) {
  const auto matrix = [&](const std::string& name, std::size_t columns, bool has_bias) {
    return LanguageMatrix(model, name, columns, has_bias, language, net.flip != 0);
  };
  if (config.rotary_width == 0) {
    position = model.BytesOf("position");
  } else {
    phases = model.Uint32("rotation.phases");
  }
  for (std::uint32_t n = 0; n < config.layers; ++n) {
    const std::string prefix = "layers." + std::to_string(n) + ".";
    LanguageLayer layer;
    layer.qkv = matrix(prefix + "qkv", config.width, config.biases.qkv);
    if (config.query_key_norm) {
      layer.query_gain = model.Float32(prefix + "query_gain");
      layer.key_gain = model.Float32(prefix + "key_gain");
    }
    layer.out = matrix(prefix + "out", std::size_t{config.heads} * config.head_width, config.biases.out);
    layer.up = matrix(prefix + "up", config.width, config.biases.up);
    layer.down = matrix(prefix + "down", config.hidden, config.biases.down);
    layers.push_back(std::move(layer));
  }
  head = matrix("head", config.width, config.biases.head);
}

void LanguageWeights::Embed(std::uint32_t row, std::uint32_t place, float* x) const {
  const std::uint8_t* const weights = embedding.data() + std::size_t{row} * config.width;
  const float scale = embedding_scales[row];
  for (std::size_t i = 0; i < config.width; ++i) {
    x[i] = static_cast<float>(static_cast<std::int8_t>(weights[i])) * scale;
  }
  if (position.empty()) return;
  const std::uint8_t* const added = position.data() + std::size_t{place} * config.width * sizeof(float);
  for (std::size_t i = 0; i < config.width; ++i) {
    x[i] = x[i] + std::bit_cast<float>(LoadLittleEndian<std::uint32_t>(added + i * sizeof(float)));
  }
}

std::uint64_t LanguageWeights::bytes() const {
  std::uint64_t bytes = head.bytes() + embedding_scales.size() * sizeof(float) + phases.size() * sizeof(std::uint32_t);
  for (const LanguageLayer& layer : layers) {
    bytes += layer.qkv.bytes() + layer.out.bytes() + layer.up.bytes() + layer.down.bytes() +
             (layer.query_gain.size() + layer.key_gain.size()) * sizeof(float);
  }
  return bytes;
}

}  // namespace llmzip::net
