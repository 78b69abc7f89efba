#include "checkpoints/families/llama_like.h"

#include <algorithm>

#include "checkpoints/transformer.h"

namespace llmzip::checkpoints {
namespace {

TransformerLayer TakeLlamaLayer(Weights& weights, const std::string& base, const LlamaTraits& traits,
                                const AttentionShape& shape, std::int64_t hidden, std::int64_t inner, double epsilon) {
  const std::int64_t queries = shape.heads * shape.head_size;
  const std::int64_t keys = shape.kv_heads * shape.head_size;
  const std::string attention = base + "self_attn.";
  TransformerLayer layer;
  layer.attention_norm = weights.TakeRmsNorm(base + "input_layernorm", hidden, epsilon);
  layer.attention.stacked =
      weights.TakeStacked({{attention + "q_proj", queries}, {attention + "k_proj", keys}, {attention + "v_proj", keys}},
                          hidden, traits.stacked_bias);
  if (traits.head_norms) {
    layer.attention.query_norm = weights.TakeRmsNorm(attention + "q_norm", shape.head_size, epsilon);
    layer.attention.key_norm = weights.TakeRmsNorm(attention + "k_norm", shape.head_size, epsilon);
  }
  layer.attention.out = weights.TakeLinear(attention + "o_proj", hidden, queries, traits.out_bias);
  layer.feed_norm = weights.TakeRmsNorm(base + "post_attention_layernorm", hidden, epsilon);
  layer.feed.up =
      weights.TakeStacked({{base + "mlp.gate_proj", inner}, {base + "mlp.up_proj", inner}}, hidden, traits.feed_bias);
  layer.feed.down = weights.TakeLinear(base + "mlp.down_proj", hidden, inner, traits.feed_bias);
  layer.feed.gated = true;
  return layer;
}

}  // namespace

StatusOr<std::unique_ptr<LanguageModel>> LoadLlamaLike(Config& config, Weights& weights, const LlamaTraits& traits) {
  const std::int64_t vocabulary = config.Extent("vocab_size");
  const std::int64_t hidden = config.Extent("hidden_size");
  const std::int64_t heads = config.Extent("num_attention_heads");
  const std::int64_t kv_heads = config.Extent("num_key_value_heads", heads);
  const std::int64_t layers = config.Extent("num_hidden_layers");
  const std::int64_t inner = config.Extent("intermediate_size");
  const std::int64_t size = config.Extent("head_dim", std::max<std::int64_t>(1, hidden / heads));
  const double epsilon = config.Positive("rms_norm_eps", 1e-6);
  const auto activation = ActivationNamed(config.Text("hidden_act", "silu"));
  TransformerParts parts;
  parts.longest_window = config.Extent("max_position_embeddings");
  // Within the sliding window of a layer that has one, it sees what any other does.
  if (config.Flag("use_sliding_window", true)) {
    parts.longest_window = std::min(parts.longest_window, config.Extent("sliding_window", parts.longest_window));
  }
  parts.placement = weights.placement();
  parts.shape = {heads, kv_heads, size};
  if (heads % kv_heads != 0) config.Refuse("'num_attention_heads' is not a multiple of 'num_key_value_heads'");
  if (!activation) config.Refuse("unknown 'hidden_act'");
  parts.rotary_speeds = RotarySpeeds(config, size, traits.theta);
  LLMZIP_RETURN_IF_ERROR(config.status());

  const std::string root = weights.Has("model.embed_tokens.weight") ? "model." : "";
  parts.embedding = weights.Take(root + "embed_tokens.weight", {vocabulary, hidden});
  for (std::int64_t i = 0; i < layers; ++i) {
    const std::string base = root + "layers." + std::to_string(i) + ".";
    parts.layers.push_back(TakeLlamaLayer(weights, base, traits, parts.shape, hidden, inner, epsilon));
    parts.layers.back().feed.activation = *activation;
    LLMZIP_RETURN_IF_ERROR(weights.status());
  }
  parts.norm = weights.TakeRmsNorm(root + "norm", hidden, epsilon);
  parts.output.weight = config.Flag("tie_word_embeddings", false)
                            ? parts.embedding
                            : weights.Take("lm_head.weight", {vocabulary, hidden});
  LLMZIP_RETURN_IF_ERROR(config.status());
  LLMZIP_RETURN_IF_ERROR(weights.status());
  parts.weight_bytes = weights.bytes();
  return std::unique_ptr<LanguageModel>(std::make_unique<Transformer>(std::move(parts)));
}

}  // namespace llmzip::checkpoints
