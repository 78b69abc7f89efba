// GPT-2 and GPT-NeoX in Hugging Face's folders.
#include <utility>

#include "import/exact_math.h"
#include "import/family_reading.h"
#include "import/hugging_face_rotation.h"

namespace llmzip::importer {

Status FamilyReading::ReadGpt2() {
  LanguageConfig& config = source_.config;
  LLMZIP_RETURN_IF_ERROR(ReadShape("n_embd", "n_head", "n_layer", "n_positions"));
  config.hidden = said_.Count("n_inner", 4 * config.norm_width);
  config.key_value_heads = config.heads;
  config.norm = LanguageConfig::Norm::kLayer;
  config.epsilon = said_.Positive("layer_norm_epsilon", 1e-5);
  LLMZIP_RETURN_IF_ERROR(ReadActivation("activation_function", "gelu_new"));
  LLMZIP_RETURN_IF_ERROR(CheckWholeHeads("n_embd", "n_head"));
  const bool scaled = said_.Flag("scale_attn_weights", true);
  const bool scaled_by_layer = said_.Flag("scale_attn_by_inverse_layer_idx", false);
  if (said_.Flag("add_cross_attention", false)) return Status::Unsupported("config.json: cross attention is not read");
  LLMZIP_RETURN_IF_ERROR(said_.status());
  const std::string root = tensors_.Has("wte.weight") ? "" : "transformer.";
  LLMZIP_RETURN_IF_ERROR(ReadEnds(root + "wte.weight", {"lm_head"}, root + "ln_f", /*tied=*/true));
  LLMZIP_ASSIGN_OR_RETURN(source_.positions, tensors_.Find(root + "wpe.weight", {config.context, config.norm_width}));
  const std::uint32_t width = config.norm_width;
  for (std::uint32_t n = 0; n < config.layers; ++n) {
    const std::string base = root + "h." + std::to_string(n) + ".";
    LayerSource layer;
    layer.score_scale = (scaled ? RootScale() : 1.0) / (scaled_by_layer ? static_cast<double>(n + 1) : 1.0);
    LLMZIP_ASSIGN_OR_RETURN(layer.attention_norm, Norm(base + "ln_1"));
    LLMZIP_ASSIGN_OR_RETURN(layer.feed_norm, Norm(base + "ln_2"));
    LLMZIP_ASSIGN_OR_RETURN(layer.query, Turned(base + "attn.c_attn", 3 * width, 0, width, width));
    LLMZIP_ASSIGN_OR_RETURN(layer.key, Turned(base + "attn.c_attn", 3 * width, width, width, width));
    LLMZIP_ASSIGN_OR_RETURN(layer.value, Turned(base + "attn.c_attn", 3 * width, 2 * width, width, width));
    LLMZIP_ASSIGN_OR_RETURN(layer.out, Turned(base + "attn.c_proj", width, 0, width, width));
    LLMZIP_ASSIGN_OR_RETURN(layer.up, Turned(base + "mlp.c_fc", config.hidden, 0, config.hidden, width));
    LLMZIP_ASSIGN_OR_RETURN(layer.down, Turned(base + "mlp.c_proj", width, 0, width, config.hidden));
    source_.layers.push_back(std::move(layer));
  }
  return Status::Ok();
}

Status FamilyReading::ReadNeoX() {
  LanguageConfig& config = source_.config;
  LLMZIP_RETURN_IF_ERROR(
      ReadShape("hidden_size", "num_attention_heads", "num_hidden_layers", "max_position_embeddings"));
  config.hidden = said_.Count("intermediate_size");
  config.key_value_heads = config.heads;
  config.norm = LanguageConfig::Norm::kLayer;
  config.epsilon = said_.Positive("layer_norm_eps", 1e-5);
  config.parallel = said_.Flag("use_parallel_residual", true);
  LLMZIP_RETURN_IF_ERROR(ReadActivation("hidden_act", "gelu"));
  LLMZIP_RETURN_IF_ERROR(CheckWholeHeads("hidden_size", "num_attention_heads"));
  LLMZIP_ASSIGN_OR_RETURN(const double share, RotatedShare(said_, 0.25));
  if (share > 1.0) return Status::Corrupt("config.json: more than all of a head is rotated");
  config.rotary_width = static_cast<std::uint32_t>(ExactFloor(static_cast<double>(config.head_width) * share));
  LLMZIP_RETURN_IF_ERROR(ReadRotation("rotary_emb_base"));
  const bool biased = said_.Flag("attention_bias", true);
  LLMZIP_RETURN_IF_ERROR(said_.status());
  const std::string root = tensors_.Has("embed_in.weight") ? "" : "gpt_neox.";
  LLMZIP_RETURN_IF_ERROR(
      ReadEnds(root + "embed_in.weight", {"embed_out", "lm_head"}, root + "final_layer_norm", /*tied=*/false));
  const std::uint32_t width = config.norm_width;
  for (std::uint32_t n = 0; n < config.layers; ++n) {
    const std::string base = root + "layers." + std::to_string(n) + ".";
    LayerSource layer;
    layer.score_scale = RootScale();
    LLMZIP_ASSIGN_OR_RETURN(layer.attention_norm, Norm(base + "input_layernorm"));
    LLMZIP_ASSIGN_OR_RETURN(layer.feed_norm, Norm(base + "post_attention_layernorm"));
    LLMZIP_ASSIGN_OR_RETURN(const MatrixSource stacked,
                            Matrix(base + "attention.query_key_value", 3 * width, width, biased));
    layer.query = Unstacked(stacked, 0);
    layer.key = Unstacked(stacked, 1);
    layer.value = Unstacked(stacked, 2);
    LLMZIP_ASSIGN_OR_RETURN(layer.out, Matrix(base + "attention.dense", width, width, biased));
    LLMZIP_ASSIGN_OR_RETURN(layer.up, Matrix(base + "mlp.dense_h_to_4h", config.hidden, width, true));
    LLMZIP_ASSIGN_OR_RETURN(layer.down, Matrix(base + "mlp.dense_4h_to_h", width, config.hidden, true));
    source_.layers.push_back(std::move(layer));
  }
  return Status::Ok();
}

MatrixSource FamilyReading::Unstacked(const MatrixSource& stacked, std::uint32_t part) const {
  const std::uint32_t size = source_.config.head_width;
  MatrixSource matrix = stacked;
  matrix.rows.clear();
  matrix.bias.clear();
  for (std::uint32_t head = 0; head < source_.config.heads; ++head) {
    for (std::uint32_t i = 0; i < size; ++i) {
      const std::uint32_t row = (3 * head + part) * size + i;
      matrix.rows.push_back(row);
      if (!stacked.bias.empty()) matrix.bias.push_back(stacked.bias[row]);
    }
  }
  return matrix;
}

}  // namespace llmzip::importer
