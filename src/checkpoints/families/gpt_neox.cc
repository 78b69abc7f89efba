// GPT-NeoX (Black et al. 2022), which Pythia is: rotary on a part of each head, both halves of a layer in parallel.
#include "checkpoints/families/families.h"
#include "checkpoints/transformer.h"

namespace llmzip::checkpoints {
namespace {

/// The checkpoint stacks query, key and value head by head; here all queries come first.
at::Tensor Regrouped(const at::Tensor& stacked, std::int64_t heads, std::int64_t size) {
  if (!stacked.defined()) return stacked;
  const at::Tensor parts = stacked.reshape({heads, 3, size, -1}).transpose(0, 1).contiguous();
  return stacked.dim() == 1 ? parts.view({-1}) : parts.view({3 * heads * size, -1});
}

std::int64_t RotatedPart(Config& config, std::int64_t size) {
  double part = config.Positive("rotary_pct", 0.25);
  if (auto rope = config.Inner("rope_parameters")) {
    part = rope->Positive("partial_rotary_factor", part);
    if (!rope->status().ok()) config.Refuse(rope->status().message());
  }
  if (part > 1.0) {
    config.Refuse("more than all of a head is rotated");
    return 0;
  }
  return static_cast<std::int64_t>(static_cast<double>(size) * part);
}

}  // namespace

StatusOr<std::unique_ptr<LanguageModel>> LoadGptNeoX(Config& config, Weights& weights) {
  const std::int64_t vocabulary = config.Extent("vocab_size");
  const std::int64_t hidden = config.Extent("hidden_size");
  const std::int64_t heads = config.Extent("num_attention_heads");
  const std::int64_t layers = config.Extent("num_hidden_layers");
  const std::int64_t inner = config.Extent("intermediate_size");
  const double epsilon = config.Positive("layer_norm_eps", 1e-5);
  const bool biased = config.Flag("attention_bias", true);
  const auto activation = ActivationNamed(config.Text("hidden_act", "gelu"));
  TransformerParts parts;
  parts.longest_window = config.Extent("max_position_embeddings");
  parts.parallel = config.Flag("use_parallel_residual", true);
  parts.placement = weights.placement();
  if (hidden % heads != 0) config.Refuse("'hidden_size' is not a multiple of 'num_attention_heads'");
  if (!activation) config.Refuse("unknown 'hidden_act'");
  const std::int64_t size = hidden / heads;
  parts.shape = {heads, heads, size};
  const double theta = config.Positive("rotary_emb_base", 10000.0);
  parts.rotary_speeds = RotarySpeeds(config, RotatedPart(config, size), theta);
  LLMZIP_RETURN_IF_ERROR(config.status());

  const std::string root = weights.Has("gpt_neox.embed_in.weight") ? "gpt_neox." : "";
  parts.embedding = weights.Take(root + "embed_in.weight", {vocabulary, hidden});
  for (std::int64_t i = 0; i < layers; ++i) {
    const std::string base = root + "layers." + std::to_string(i) + ".";
    TransformerLayer layer;
    layer.attention_norm = weights.TakeLayerNorm(base + "input_layernorm", hidden, epsilon);
    Linear& stacked = layer.attention.stacked;
    stacked = weights.TakeLinear(base + "attention.query_key_value", 3 * hidden, hidden, biased);
    stacked = {Regrouped(stacked.weight, heads, size), Regrouped(stacked.bias, heads, size)};
    layer.attention.out = weights.TakeLinear(base + "attention.dense", hidden, hidden, biased);
    layer.feed_norm = weights.TakeLayerNorm(base + "post_attention_layernorm", hidden, epsilon);
    layer.feed.up = weights.TakeLinear(base + "mlp.dense_h_to_4h", inner, hidden, true);
    layer.feed.down = weights.TakeLinear(base + "mlp.dense_4h_to_h", hidden, inner, true);
    layer.feed.activation = *activation;
    LLMZIP_RETURN_IF_ERROR(weights.status());
    parts.layers.push_back(std::move(layer));
  }
  parts.norm = weights.TakeLayerNorm(root + "final_layer_norm", hidden, epsilon);
  parts.output.weight = config.Flag("tie_word_embeddings", false)
                            ? parts.embedding
                            : weights.Take("embed_out.weight", {vocabulary, hidden});
  LLMZIP_RETURN_IF_ERROR(config.status());
  LLMZIP_RETURN_IF_ERROR(weights.status());
  parts.weight_bytes = weights.bytes();
  return std::unique_ptr<LanguageModel>(std::make_unique<Transformer>(std::move(parts)));
}

}  // namespace llmzip::checkpoints
