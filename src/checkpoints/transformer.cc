#include "checkpoints/transformer.h"

#include <algorithm>

namespace llmzip::checkpoints {
namespace {

struct TransformerState final : ModelState {
  std::int64_t place = 0;  ///< of the next token
  RotaryTables rotary;
  std::vector<KeyValues> layers;
};

}  // namespace

std::unique_ptr<ModelState> Transformer::NewState(std::int64_t lanes, std::int64_t window) const {
  auto state = std::make_unique<TransformerState>();
  if (!parts_.rotary_speeds.empty()) state->rotary = RotaryTables(parts_.rotary_speeds, window, parts_.placement);
  const AttentionShape& shape = parts_.shape;
  for (std::size_t i = 0; i < parts_.layers.size(); ++i) {
    state->layers.push_back(KeyValues::Make(lanes, shape.kv_heads, window, shape.head_size, parts_.placement));
  }
  return state;
}

void Transformer::Reset(ModelState& state) const { static_cast<TransformerState&>(state).place = 0; }

at::Tensor Transformer::Step(const at::Tensor& tokens, ModelState& state) const {
  auto& kept = static_cast<TransformerState&>(state);
  const std::int64_t lanes = tokens.size(0);
  const std::int64_t n = tokens.size(1);
  at::Tensor x = at::embedding(parts_.embedding, tokens);  // [lanes, n, hidden]
  if (parts_.positions.defined()) x = x + parts_.positions.narrow(0, kept.place, n);
  const std::int64_t hidden = x.size(2);
  x = x.view({lanes * n, hidden});
  const RotaryTables* const rotary = parts_.rotary_speeds.empty() ? nullptr : &kept.rotary;
  for (std::size_t i = 0; i < parts_.layers.size(); ++i) {
    const TransformerLayer& layer = parts_.layers[i];
    const at::Tensor attended =
        Attend(layer.attention, parts_.shape, rotary, layer.attention_norm(x), lanes, kept.place, kept.layers[i]);
    if (parts_.parallel) {
      x = layer.feed(layer.feed_norm(x)).add_(attended).add_(x);
    } else {
      x = x + attended;
      x = x + layer.feed(layer.feed_norm(x));
    }
  }
  kept.place += n;
  return parts_.output(parts_.norm(x.view({lanes, n, hidden}).select(1, n - 1))).to(at::kFloat);
}

std::uint64_t Transformer::StateBytes(std::uint64_t lanes, std::uint64_t window) const {
  const auto heads = static_cast<std::uint64_t>(parts_.shape.heads);
  const auto size = static_cast<std::uint64_t>(parts_.shape.head_size);
  const std::uint64_t element = at::elementSize(parts_.placement.dtype);
  const auto kv_heads = static_cast<std::uint64_t>(parts_.shape.kv_heads);
  const std::uint64_t kept = 2 * parts_.layers.size() * lanes * kv_heads * (window + 15) * size * element;
  const std::uint64_t tables = 8 * window * size;
  // A step of the most tokens: the widest rows, several at once, the logits, and, where libtorch computes attention,
  // the scores twice, in float32.
  const auto hidden = static_cast<std::uint64_t>(parts_.embedding.size(1));
  std::uint64_t widest = hidden;
  for (const TransformerLayer& layer : parts_.layers) {
    widest = std::max({widest, static_cast<std::uint64_t>(layer.feed.up.weight.size(0)),
                       static_cast<std::uint64_t>(layer.attention.stacked.weight.size(0))});
  }
  const std::uint64_t scores = KeyValues::Blocked(parts_.placement) ? 0 : 4 * heads * window;
  const std::uint64_t rows = lanes * static_cast<std::uint64_t>(kMostAtOnce);
  const std::uint64_t scratch = rows * (8 * widest + scores) * sizeof(float) +
                                3 * lanes * static_cast<std::uint64_t>(vocabulary()) * sizeof(float);
  return kept + tables + scratch;
}

}  // namespace llmzip::checkpoints
