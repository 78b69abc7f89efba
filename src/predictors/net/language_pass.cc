#include "predictors/net/language_pass.h"

#include <cstring>

namespace llmzip::net {

void LanguagePass::Run(std::size_t member) {
  Begin(member);
  barrier_.Wait();
  for (std::size_t layer = 0; layer < weights_.layers.size(); ++layer) {
    if (weights_.config.parallel) {
      RunParallelLayer(layer, member);
    } else {
      RunLayer(layer, member);
    }
  }
  ComputeLogits(member);
}

void LanguagePass::Begin(std::size_t member) {
  const Range share = ShareOf(rows_.count(), member);
  for (std::size_t row = share.begin; row < share.end; ++row) {
    weights_.Embed(rows_.tokens[row], rows_.places[row], buffers_.x.row(row));
    weights_.net.turn(weights_.phases.data(), weights_.phases.size(), rows_.places[row], buffers_.cosines.row(row),
                      buffers_.sines.row(row));
    Normalise(row, /*is_last=*/false, member);
  }
}

void LanguagePass::RunLayer(std::size_t layer, std::size_t member) {
  const LanguageLayer& weights = weights_.layers[layer];
  const std::size_t count = rows_.count();
  Multiply(weights.qkv, buffers_.normed, count, buffers_.qkv, member);
  barrier_.Wait();
  PrepareHeads(layer, member);
  barrier_.Wait();
  Attend(layer, member);
  barrier_.Wait();
  QuantiseAttended(member);
  barrier_.Wait();
  Multiply(weights.out, buffers_.attended_numbers, count, buffers_.mixed, member);
  barrier_.Wait();
  AddMixed(weights, member);
  barrier_.Wait();
  Multiply(weights.up, buffers_.normed, count, buffers_.hidden, member);
  barrier_.Wait();
  Activate(weights, member);
  barrier_.Wait();
  Multiply(weights.down, buffers_.hidden_numbers, count, buffers_.fed, member);
  barrier_.Wait();
  AddFed(weights, layer + 1 == weights_.layers.size(), member);
  barrier_.Wait();
}

void LanguagePass::RunParallelLayer(std::size_t layer, std::size_t member) {
  const LanguageLayer& weights = weights_.layers[layer];
  const std::size_t count = rows_.count();
  Multiply(weights.qkv, buffers_.normed, count, buffers_.qkv, member);
  Multiply(weights.up, buffers_.normed, count, buffers_.hidden, member);
  barrier_.Wait();
  PrepareHeads(layer, member);
  Activate(weights, member);
  barrier_.Wait();
  Attend(layer, member);
  barrier_.Wait();
  QuantiseAttended(member);
  barrier_.Wait();
  Multiply(weights.out, buffers_.attended_numbers, count, buffers_.mixed, member);
  Multiply(weights.down, buffers_.hidden_numbers, count, buffers_.fed, member);
  barrier_.Wait();
  AddBoth(weights, layer + 1 == weights_.layers.size(), member);
  barrier_.Wait();
}

void LanguagePass::Multiply(const LanguageMatrix& matrix, const QuantisedActivations& q, std::size_t rows,
                            const FloatRows& out, std::size_t member) const {
  const Range share = ShareOf(matrix.blocks(), member);
  if (share.begin == share.end) return;
  weights_.net.multiply(matrix.view(share.begin, share.end - share.begin), q.view(rows), out.data + 16 * share.begin,
                        out.stride);
}

void LanguagePass::Normalise(std::size_t row, bool is_last, std::size_t member) const {
  const LanguageConfig& config = weights_.config;
  const std::size_t slot = is_last ? rows_.slots[row] : row;
  if (slot == LanguageRows::kNoLogits) return;
  const float* const x = buffers_.x.row(row);
  float* const normed = buffers_.scratch.row(member);
  const auto epsilon = static_cast<float>(config.epsilon);
  if (config.norm == LanguageConfig::Norm::kRms) {
    weights_.language.rms_norm(x, config.width, 1.0F / static_cast<float>(config.norm_width), epsilon, normed);
  } else {
    weights_.language.layer_norm(x, config.width, config.norm_width, epsilon, normed);
  }
  weights_.language.hadamard(normed, config.width, HadamardBlock(config.width));
  weights_.net.quantise(normed, config.width, buffers_.normed.row(slot), buffers_.normed.scales + slot);
}

void LanguagePass::AddMixed(const LanguageLayer& layer, std::size_t member) const {
  const std::size_t width = weights_.config.width;
  const Range share = ShareOf(rows_.count(), member);
  for (std::size_t row = share.begin; row < share.end; ++row) {
    float* const mixed = buffers_.mixed.row(row);
    if (layer.out.bias() != nullptr) weights_.net.add_bias(mixed, width, layer.out.bias());
    weights_.net.add(buffers_.x.row(row), mixed, width);
    Normalise(row, /*is_last=*/false, member);
  }
}

void LanguagePass::AddFed(const LanguageLayer& layer, bool is_last, std::size_t member) const {
  const std::size_t width = weights_.config.width;
  const Range share = ShareOf(rows_.count(), member);
  for (std::size_t row = share.begin; row < share.end; ++row) {
    float* const fed = buffers_.fed.row(row);
    if (layer.down.bias() != nullptr) weights_.net.add_bias(fed, width, layer.down.bias());
    weights_.net.add(buffers_.x.row(row), fed, width);
    Normalise(row, is_last, member);
  }
}

void LanguagePass::AddBoth(const LanguageLayer& layer, bool is_last, std::size_t member) const {
  const std::size_t width = weights_.config.width;
  const Range share = ShareOf(rows_.count(), member);
  for (std::size_t row = share.begin; row < share.end; ++row) {
    float* const mixed = buffers_.mixed.row(row);
    float* const fed = buffers_.fed.row(row);
    if (layer.out.bias() != nullptr) weights_.net.add_bias(mixed, width, layer.out.bias());
    if (layer.down.bias() != nullptr) weights_.net.add_bias(fed, width, layer.down.bias());
    weights_.language.add_both(buffers_.x.row(row), mixed, fed, width);
    Normalise(row, is_last, member);
  }
}

void LanguagePass::Activate(const LanguageLayer& layer, std::size_t member) const {
  const LanguageConfig& config = weights_.config;
  const LanguageKernels& kernels = weights_.language;
  const bool is_silu = config.activation == LanguageConfig::Activation::kSilu;
  const Range share = ShareOf(rows_.count(), member);
  for (std::size_t row = share.begin; row < share.end; ++row) {
    float* const hidden = buffers_.hidden.row(row);
    if (layer.up.bias() != nullptr) weights_.net.add_bias(hidden, config.up_rows(), layer.up.bias());
    if (config.gated) {
      (is_silu ? kernels.silu_gate : kernels.gelu_gate)(hidden, hidden + config.hidden, config.hidden);
    } else {
      (is_silu ? kernels.silu : weights_.net.gelu)(hidden, config.hidden);
    }
    kernels.hadamard(hidden, config.hidden, HadamardBlock(config.hidden));
    weights_.net.quantise(hidden, config.hidden, buffers_.hidden_numbers.row(row),
                          buffers_.hidden_numbers.scales + row);
  }
}

void LanguagePass::ComputeLogits(std::size_t member) const {
  const std::size_t count = rows_.logits.size();
  if (count == 0) return;
  const LanguageMatrix& head = weights_.head;
  const Range share = ShareOf(head.blocks(), member);
  float* const logits = buffers_.scratch.row(member);
  for (std::size_t block = share.begin; block < share.end; block += kLogitBlocks) {
    const std::size_t blocks = block + kLogitBlocks < share.end ? kLogitBlocks : share.end - block;
    const std::size_t floats = 16 * blocks;
    weights_.net.multiply(head.view(block, blocks), buffers_.normed.view(count), logits, floats);
    for (std::size_t row = 0; row < count; ++row) {
      float* const some = logits + row * floats;
      if (head.bias() != nullptr) weights_.net.add_bias(some, floats, head.bias() + 16 * block);
      std::memcpy(rows_.logits[row] + 16 * block, some, floats * sizeof(float));
    }
  }
}

}  // namespace llmzip::net
