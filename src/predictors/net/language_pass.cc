#include "predictors/net/language_pass.h"

#include <cstring>

namespace llmzip::net {

void LanguagePass::Run(std::size_t number) const {
  Member member = {SharedPhases::Member(phases_), buffers_.scratch.row(number)};
  ForRows(member, [&](std::size_t row) { Embed(row, member); });
  for (std::size_t layer = 0; layer < weights_.layers.size(); ++layer) {
    if (weights_.config.parallel) {
      RunParallelLayer(layer, member);
    } else {
      RunLayer(layer, member);
    }
  }
  ComputeLogits(member);
}

void LanguagePass::RunLayer(std::size_t layer, Member& member) const {
  const LanguageLayer& weights = weights_.layers[layer];
  const bool is_last = layer + 1 == weights_.layers.size();
  Multiply(weights.qkv, buffers_.normed, buffers_.qkv, weights.out, member);
  PrepareHeads(layer, member);
  Attend(layer, member);
  ForRows(member, [&](std::size_t row) { QuantiseAttended(row); });
  Multiply(weights.out, buffers_.attended_numbers, buffers_.mixed, weights.up, member);
  ForRows(member, [&](std::size_t row) { AddMixed(weights, row, member); });
  Multiply(weights.up, buffers_.normed, buffers_.hidden, weights.down, member);
  ForRows(member, [&](std::size_t row) { Activate(weights, row); });
  Multiply(weights.down, buffers_.hidden_numbers, buffers_.fed,
           is_last ? weights_.head : weights_.layers[layer + 1].qkv, member);
  ForRows(member, [&](std::size_t row) { AddFed(weights, is_last, row, member); });
}

void LanguagePass::RunParallelLayer(std::size_t layer, Member& member) const {
  const LanguageLayer& weights = weights_.layers[layer];
  const bool is_last = layer + 1 == weights_.layers.size();
  Multiply(weights.qkv, buffers_.normed, buffers_.qkv, weights.up, member);
  Multiply(weights.up, buffers_.normed, buffers_.hidden, weights.out, member);
  PrepareHeads(layer, member);
  ForRows(member, [&](std::size_t row) { Activate(weights, row); });
  Attend(layer, member);
  ForRows(member, [&](std::size_t row) { QuantiseAttended(row); });
  Multiply(weights.out, buffers_.attended_numbers, buffers_.mixed, weights.down, member);
  Multiply(weights.down, buffers_.hidden_numbers, buffers_.fed,
           is_last ? weights_.head : weights_.layers[layer + 1].qkv, member);
  ForRows(member, [&](std::size_t row) { AddBoth(weights, is_last, row, member); });
}

void LanguagePass::Multiply(const LanguageMatrix& matrix, const QuantisedActivations& q, const FloatRows& out,
                            const LanguageMatrix& next, Member& member) const {
  constexpr std::size_t kTogether = 6;  // blocks, which kernels take together
  const std::size_t grain = (GrainOf(matrix.blocks()) + kTogether - 1) / kTogether * kTogether;
  member.phases.Run(matrix.blocks(), grain, [&](std::size_t begin, std::size_t end) {
    MatrixView view = matrix.view(begin, end - begin);
    // Others take the pieces between.
    const std::size_t following = begin + grain * phases_.members();
    view.next = (following < matrix.blocks() ? matrix.view(following, 0) : next.view(0, 0)).data;
    weights_.net.multiply(view, q.view(rows_.count()), out.data + 16 * begin, out.stride);
  });
}

void LanguagePass::Embed(std::size_t row, const Member& member) const {
  weights_.Embed(rows_.tokens[row], rows_.places[row], buffers_.x.row(row));
  weights_.net.turn(weights_.phases.data(), weights_.phases.size(), rows_.places[row], buffers_.cosines.row(row),
                    buffers_.sines.row(row));
  Normalise(row, /*is_last=*/false, member);
}

void LanguagePass::Normalise(std::size_t row, bool is_last, const Member& member) const {
  const LanguageConfig& config = weights_.config;
  const std::size_t slot = is_last ? rows_.slots[row] : row;
  if (slot == LanguageRows::kNoLogits) return;
  const float* const x = buffers_.x.row(row);
  float* const normed = member.scratch;
  const auto epsilon = static_cast<float>(config.epsilon);
  if (config.norm == LanguageConfig::Norm::kRms) {
    weights_.language.rms_norm(x, config.width, 1.0F / static_cast<float>(config.norm_width), epsilon, normed);
  } else {
    weights_.language.layer_norm(x, config.width, config.norm_width, epsilon, normed);
  }
  weights_.language.hadamard(normed, config.width, HadamardBlock(config.width));
  weights_.net.quantise(normed, config.width, buffers_.normed.row(slot), buffers_.normed.scales + slot);
}

void LanguagePass::AddMixed(const LanguageLayer& layer, std::size_t row, const Member& member) const {
  const std::size_t width = weights_.config.width;
  float* const mixed = buffers_.mixed.row(row);
  if (layer.out.bias() != nullptr) weights_.net.add_bias(mixed, width, layer.out.bias());
  weights_.net.add(buffers_.x.row(row), mixed, width);
  Normalise(row, /*is_last=*/false, member);
}

void LanguagePass::AddFed(const LanguageLayer& layer, bool is_last, std::size_t row, const Member& member) const {
  const std::size_t width = weights_.config.width;
  float* const fed = buffers_.fed.row(row);
  if (layer.down.bias() != nullptr) weights_.net.add_bias(fed, width, layer.down.bias());
  weights_.net.add(buffers_.x.row(row), fed, width);
  Normalise(row, is_last, member);
}

void LanguagePass::AddBoth(const LanguageLayer& layer, bool is_last, std::size_t row, const Member& member) const {
  const std::size_t width = weights_.config.width;
  float* const mixed = buffers_.mixed.row(row);
  float* const fed = buffers_.fed.row(row);
  if (layer.out.bias() != nullptr) weights_.net.add_bias(mixed, width, layer.out.bias());
  if (layer.down.bias() != nullptr) weights_.net.add_bias(fed, width, layer.down.bias());
  weights_.language.add_both(buffers_.x.row(row), mixed, fed, width);
  Normalise(row, is_last, member);
}

void LanguagePass::Activate(const LanguageLayer& layer, std::size_t row) const {
  const LanguageConfig& config = weights_.config;
  const LanguageKernels& kernels = weights_.language;
  const bool is_silu = config.activation == LanguageConfig::Activation::kSilu;
  float* const hidden = buffers_.hidden.row(row);
  if (layer.up.bias() != nullptr) weights_.net.add_bias(hidden, config.up_rows(), layer.up.bias());
  if (config.gated) {
    (is_silu ? kernels.silu_gate : kernels.gelu_gate)(hidden, hidden + config.hidden, config.hidden);
  } else {
    (is_silu ? kernels.silu : weights_.net.gelu)(hidden, config.hidden);
  }
  kernels.hadamard(hidden, config.hidden, HadamardBlock(config.hidden));
  weights_.net.quantise(hidden, config.hidden, buffers_.hidden_numbers.row(row), buffers_.hidden_numbers.scales + row);
}

void LanguagePass::ComputeLogits(Member& member) const {
  if (rows_.logits.empty()) return;
  member.phases.Run(weights_.head.blocks(), kLogitBlocks, [&](std::size_t begin, std::size_t end) {
    for (std::size_t block = begin; block < end; block += kLogitBlocks) {
      ComputeLogits(block, block + kLogitBlocks < end ? block + kLogitBlocks : end, member);
    }
  });
}

void LanguagePass::ComputeLogits(std::size_t first_block, std::size_t end, const Member& member) const {
  const LanguageMatrix& head = weights_.head;
  const std::size_t count = rows_.logits.size();
  const std::size_t floats = 16 * (end - first_block);
  MatrixView view = head.view(first_block, end - first_block);
  const std::size_t following = first_block + kLogitBlocks * phases_.members();
  if (following < head.blocks()) view.next = head.view(following, 0).data;
  weights_.net.multiply(view, buffers_.normed.view(count), member.scratch, floats);
  for (std::size_t row = 0; row < count; ++row) {
    float* const some = member.scratch + row * floats;
    if (head.bias() != nullptr) weights_.net.add_bias(some, floats, head.bias() + 16 * first_block);
    std::memcpy(rows_.logits[row] + 16 * first_block, some, floats * sizeof(float));
  }
}

}  // namespace llmzip::net
