// Llama, Mistral, Qwen 2 and 3 in Hugging Face's folders.
#include <algorithm>
#include <utility>

#include "import/family_reading.h"

namespace llmzip::importer {

Status FamilyReading::ReadLlamaLike(const std::string& family) {
  LanguageConfig& config = source_.config;
  LLMZIP_RETURN_IF_ERROR(
      ReadShape("hidden_size", "num_attention_heads", "num_hidden_layers", "max_position_embeddings"));
  config.hidden = said_.Count("intermediate_size");
  config.key_value_heads =
      said_.Count("num_key_value_heads", family == "qwen3" || family == "qwen2" ? std::min(config.heads, 32U)
                                         : family == "mistral"                  ? 8U
                                                                                : config.heads);
  config.head_width =
      said_.Count("head_dim", family == "qwen3" ? 128U : std::max(1U, config.norm_width / config.heads), 1U << 16);
  config.epsilon = said_.Positive("rms_norm_eps", 1e-6);
  config.gated = true;
  config.query_key_norm = family == "qwen3";
  LLMZIP_RETURN_IF_ERROR(ReadActivation("hidden_act", "silu"));
  LLMZIP_RETURN_IF_ERROR(CheckHeads());
  LLMZIP_RETURN_IF_ERROR(ReadWindow(family));
  config.rotary_width = config.head_width;
  LLMZIP_RETURN_IF_ERROR(ReadRotation("rope_theta"));
  const bool biased = family == "llama" || family == "qwen3" ? said_.Flag("attention_bias", false) : false;
  const bool stacked_bias = family == "qwen2" || biased;
  const bool feed_bias = family == "llama" && said_.Flag("mlp_bias", false);
  const std::string root = tensors_.Has("embed_tokens.weight") ? "" : "model.";
  LLMZIP_RETURN_IF_ERROR(ReadEnds(root + "embed_tokens.weight", {"lm_head"}, root + "norm", /*tied=*/false));
  const std::uint32_t width = config.norm_width;
  const std::uint32_t queries = config.heads * config.head_width;
  const std::uint32_t keys = config.key_value_heads * config.head_width;
  for (std::uint32_t n = 0; n < config.layers; ++n) {
    const std::string base = root + "layers." + std::to_string(n) + ".";
    const std::string attention = base + "self_attn.";
    LayerSource layer;
    layer.score_scale = RootScale();
    LLMZIP_ASSIGN_OR_RETURN(layer.attention_norm, Norm(base + "input_layernorm"));
    LLMZIP_ASSIGN_OR_RETURN(layer.feed_norm, Norm(base + "post_attention_layernorm"));
    LLMZIP_ASSIGN_OR_RETURN(layer.query, Matrix(attention + "q_proj", queries, width, stacked_bias));
    LLMZIP_ASSIGN_OR_RETURN(layer.key, Matrix(attention + "k_proj", keys, width, stacked_bias));
    LLMZIP_ASSIGN_OR_RETURN(layer.value, Matrix(attention + "v_proj", keys, width, stacked_bias));
    LLMZIP_ASSIGN_OR_RETURN(layer.out, Matrix(attention + "o_proj", width, queries, biased));
    LLMZIP_ASSIGN_OR_RETURN(layer.gate, Matrix(base + "mlp.gate_proj", config.hidden, width, feed_bias));
    LLMZIP_ASSIGN_OR_RETURN(layer.up, Matrix(base + "mlp.up_proj", config.hidden, width, feed_bias));
    LLMZIP_ASSIGN_OR_RETURN(layer.down, Matrix(base + "mlp.down_proj", width, config.hidden, feed_bias));
    if (config.query_key_norm) {
      LLMZIP_ASSIGN_OR_RETURN(layer.query_gain, tensors_.Vector(attention + "q_norm.weight", config.head_width));
      LLMZIP_ASSIGN_OR_RETURN(layer.key_gain, tensors_.Vector(attention + "k_norm.weight", config.head_width));
    }
    source_.layers.push_back(std::move(layer));
  }
  return Status::Ok();
}

Status FamilyReading::ReadWindow(const std::string& family) {
  LanguageConfig& config = source_.config;
  const bool has_windows = family == "mistral" || (family != "llama" && said_.Flag("use_sliding_window", false));
  const Json* const given = said_.Find("sliding_window");
  if (!has_windows || given == nullptr) return said_.status();
  const std::uint32_t window = said_.Count("sliding_window", {}, 0x7FFFFFFF);
  std::uint32_t windowed = config.layers;
  const Json* const types = said_.Find("layer_types");
  if (types != nullptr && types->is_array()) {
    windowed = 0;
    for (const Json& type : *types) {
      if (type != "full_attention" && type != "sliding_attention") {
        return Status::Unsupported("config.json: layers of a type that is not read are in layer_types");
      }
      windowed += type == "sliding_attention" ? 1 : 0;
    }
  } else if (family != "mistral") {
    const Json* const first = said_.Find("max_window_layers");
    const std::uint64_t full = first != nullptr && first->is_number_unsigned() ? first->get<std::uint64_t>() : 28;
    windowed = full >= config.layers ? 0 : config.layers - static_cast<std::uint32_t>(full);
  }
  LLMZIP_RETURN_IF_ERROR(said_.status());
  if (windowed == 0 || window >= config.context) return Status::Ok();
  if (windowed == config.layers) {
    config.window = window;
  } else {
    config.context = window;
  }
  return Status::Ok();
}

}  // namespace llmzip::importer
