// GPT-2 (Radford et al. 2019): learned positions, LayerNorm, plain feed-forward, output tied to the embedding.
#include "checkpoints/families/families.h"
#include "checkpoints/transformer.h"

namespace llmzip::checkpoints {
namespace {

/// GPT-2 keeps its matrices as [inputs, outputs].
Linear TakeTransposed(Weights& weights, const std::string& name, std::int64_t outputs, std::int64_t inputs) {
  Linear linear;
  linear.weight = weights.Take(name + ".weight", {inputs, outputs});
  linear.bias = weights.Take(name + ".bias", {outputs});
  if (linear.weight.defined()) linear.weight = linear.weight.t().contiguous();
  return linear;
}

}  // namespace

StatusOr<std::unique_ptr<LanguageModel>> LoadGpt2(Config& config, Weights& weights) {
  const std::int64_t vocabulary = config.Extent("vocab_size");
  const std::int64_t hidden = config.Extent("n_embd");
  const std::int64_t heads = config.Extent("n_head");
  const std::int64_t layers = config.Extent("n_layer");
  const std::int64_t inner = config.Extent("n_inner", 4 * hidden);
  const double epsilon = config.Positive("layer_norm_epsilon", 1e-5);
  const auto activation = ActivationNamed(config.Text("activation_function", "gelu_new"));
  TransformerParts parts;
  parts.longest_window = config.Extent("n_positions");
  parts.placement = weights.placement();
  if (hidden % heads != 0) config.Refuse("'n_embd' is not a multiple of 'n_head'");
  if (!activation) config.Refuse("unknown 'activation_function'");
  if (!config.Flag("scale_attn_weights", true) || config.Flag("scale_attn_by_inverse_layer_idx", false)) {
    config.Refuse("attention scaled by the layer, or not at all, is not known here");
  }
  LLMZIP_RETURN_IF_ERROR(config.status());
  parts.shape = {heads, heads, hidden / heads};

  const std::string root = weights.Has("transformer.wte.weight") ? "transformer." : "";
  parts.embedding = weights.Take(root + "wte.weight", {vocabulary, hidden});
  parts.positions = weights.Take(root + "wpe.weight", {parts.longest_window, hidden});
  for (std::int64_t i = 0; i < layers; ++i) {
    const std::string base = root + "h." + std::to_string(i) + ".";
    TransformerLayer layer;
    layer.attention_norm = weights.TakeLayerNorm(base + "ln_1", hidden, epsilon);
    layer.attention.stacked = TakeTransposed(weights, base + "attn.c_attn", 3 * hidden, hidden);
    layer.attention.out = TakeTransposed(weights, base + "attn.c_proj", hidden, hidden);
    layer.feed_norm = weights.TakeLayerNorm(base + "ln_2", hidden, epsilon);
    layer.feed.up = TakeTransposed(weights, base + "mlp.c_fc", inner, hidden);
    layer.feed.down = TakeTransposed(weights, base + "mlp.c_proj", hidden, inner);
    layer.feed.activation = *activation;
    LLMZIP_RETURN_IF_ERROR(weights.status());
    parts.layers.push_back(std::move(layer));
  }
  parts.norm = weights.TakeLayerNorm(root + "ln_f", hidden, epsilon);
  parts.output.weight =
      config.Flag("tie_word_embeddings", true) ? parts.embedding : weights.Take("lm_head.weight", {vocabulary, hidden});
  LLMZIP_RETURN_IF_ERROR(config.status());
  LLMZIP_RETURN_IF_ERROR(weights.status());
  parts.weight_bytes = weights.bytes();
  return std::unique_ptr<LanguageModel>(std::make_unique<Transformer>(std::move(parts)));
}

}  // namespace llmzip::checkpoints
