#include "import/hugging_face_families.h"

#include <algorithm>
#include <string>
#include <utility>

#include "import/exact_math.h"
#include "import/hugging_face_rotation.h"
#include "import/matrix_rows.h"

namespace llmzip::importer {
namespace {

using Activation = LanguageConfig::Activation;

constexpr std::string_view kFamilies[] = {"llama", "mistral", "qwen2", "qwen3", "gpt2", "gpt_neox"};

class FamilyReading {
 public:
  FamilyReading(ConfigReader& config, const TensorStore& tensors) : said_(config), tensors_(tensors) {}

  StatusOr<LanguageSource> Read(const std::string& family) {
    if (family == "gpt2") {
      LLMZIP_RETURN_IF_ERROR(ReadGpt2());
    } else if (family == "gpt_neox") {
      LLMZIP_RETURN_IF_ERROR(ReadNeoX());
    } else {
      LLMZIP_RETURN_IF_ERROR(ReadLlamaLike(family));
    }
    return std::move(source_);
  }

 private:
  // Llama and its kin.

  Status ReadLlamaLike(const std::string& family) {
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

  /// A window of all layers, or of some: then only so many places may be seen that it makes no difference.
  Status ReadWindow(const std::string& family) {
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

  // GPT-2: learned positions, fused queries, keys and values, matrices stored turned.

  Status ReadGpt2() {
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
    if (said_.Flag("add_cross_attention", false))
      return Status::Unsupported("config.json: cross attention is not read");
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

  // GPT-NeoX: part of each head turns, queries, keys and values stacked head by head.

  Status ReadNeoX() {
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
    const double share = RotatedShare(said_, 0.25);
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

  /// The rows of each head's queries (0), keys (1) or values (2).
  [[nodiscard]] MatrixSource Unstacked(const MatrixSource& stacked, std::uint32_t part) const {
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

  // What all have.

  Status ReadShape(const char* width, const char* heads, const char* layers, const char* context) {
    LanguageConfig& config = source_.config;
    config.norm_width = said_.Count(width);
    config.heads = said_.Count(heads, {}, 1U << 16);
    config.layers = said_.Count(layers, {}, 1U << 16);
    config.context = std::min(said_.Count(context, {}, 0x7FFFFFFF), kMostContext);
    return said_.status();
  }

  Status CheckHeads() {
    const LanguageConfig& config = source_.config;
    LLMZIP_RETURN_IF_ERROR(said_.status());
    if (config.heads % config.key_value_heads == 0) return Status::Ok();
    return Status::Corrupt("config.json: " + std::to_string(config.heads) + " heads cannot share " +
                           std::to_string(config.key_value_heads) + " key/value heads");
  }

  Status CheckWholeHeads(const char* width, const char* heads) {
    LanguageConfig& config = source_.config;
    LLMZIP_RETURN_IF_ERROR(said_.status());
    if (config.norm_width % config.heads != 0) {
      return Status::Corrupt("config.json: " + std::string(width) + " " + std::to_string(config.norm_width) +
                             " is no multiple of " + heads + " " + std::to_string(config.heads));
    }
    config.head_width = config.norm_width / config.heads;
    return Status::Ok();
  }

  Status ReadActivation(const char* key, const char* otherwise) {
    const std::string name = said_.Text(key, otherwise);
    if (name == "silu" || name == "swish") {
      source_.config.activation = Activation::kSilu;
    } else if (name == "gelu" || name == "gelu_new" || name == "gelu_fast" || name == "gelu_pytorch_tanh") {
      source_.config.activation = Activation::kGelu;
    } else {
      return Status::Unsupported("config.json: activation " + name + " is not read");
    }
    return said_.status();
  }

  Status ReadRotation(const char* base_key) {
    LanguageConfig& config = source_.config;
    if (config.rotary_width < 2 || config.rotary_width % 2 != 0) {
      return Status::Corrupt("config.json: " + std::to_string(config.rotary_width) +
                             " elements of a head turn, which is no even number");
    }
    LLMZIP_ASSIGN_OR_RETURN(RotarySpeeds speeds, SpeedsOfConfig(said_, config.rotary_width, config.context, base_key));
    source_.speeds = std::move(speeds.speeds);
    source_.turning_scale = speeds.scale;
    return Status::Ok();
  }

  /// Embedding, head and last norm. A head that is there counts, whatever config.json says about ties.
  Status ReadEnds(const std::string& embedding, std::initializer_list<const char*> heads, const std::string& norm,
                  bool tied) {
    const std::uint32_t width = source_.config.norm_width;
    const StoredTensor* const there = tensors_.Look(embedding);
    if (there != nullptr && there->columns() != width) {
      return Status::Corrupt("config.json says a width of " + std::to_string(width) + ", " + embedding + " has " +
                             std::to_string(there->columns()) + " columns");
    }
    const std::uint32_t rows = said_.Count("vocab_size");
    const bool ties = said_.Flag("tie_word_embeddings", tied);
    LLMZIP_RETURN_IF_ERROR(said_.status());
    LLMZIP_ASSIGN_OR_RETURN(source_.embedding, RowsOf(tensors_, embedding, rows, width));
    source_.head = source_.embedding;
    const auto* const head =
        std::ranges::find_if(heads, [this](const char* name) { return tensors_.Has(std::string(name) + ".weight"); });
    if (head != heads.end()) {
      LLMZIP_ASSIGN_OR_RETURN(source_.head, RowsOf(tensors_, std::string(*head) + ".weight", rows, width));
    } else if (!ties) {
      return Status::Corrupt("the tensor " + std::string(*heads.begin()) +
                             ".weight is missing, and config.json does not say that it is tied to the embedding");
    }
    LLMZIP_ASSIGN_OR_RETURN(source_.final_norm, Norm(norm));
    return Status::Ok();
  }

  [[nodiscard]] double RootScale() const { return 1.0 / ExactRoot(static_cast<double>(source_.config.head_width)); }

  StatusOr<NormSource> Norm(const std::string& name) {
    NormSource norm;
    LLMZIP_ASSIGN_OR_RETURN(norm.gain, tensors_.Vector(name + ".weight", source_.config.norm_width));
    if (source_.config.norm == LanguageConfig::Norm::kLayer) {
      LLMZIP_ASSIGN_OR_RETURN(norm.bias, tensors_.Vector(name + ".bias", source_.config.norm_width));
    }
    return norm;
  }

  StatusOr<MatrixSource> Matrix(const std::string& name, std::uint32_t rows, std::uint32_t columns, bool bias) {
    LLMZIP_ASSIGN_OR_RETURN(MatrixSource matrix, RowsOf(tensors_, name + ".weight", rows, columns));
    if (bias) {
      LLMZIP_ASSIGN_OR_RETURN(matrix.bias, tensors_.Vector(name + ".bias", rows));
    }
    return matrix;
  }

  StatusOr<MatrixSource> Turned(const std::string& name, std::uint32_t all, std::uint32_t first, std::uint32_t count,
                                std::uint32_t columns) {
    LLMZIP_ASSIGN_OR_RETURN(MatrixSource matrix, TurnedRowsOf(tensors_, name + ".weight", all, first, count, columns));
    LLMZIP_ASSIGN_OR_RETURN(matrix.bias, PartOfVector(tensors_, name + ".bias", all, first, count));
    return matrix;
  }

  ConfigReader& said_;
  const TensorStore& tensors_;
  LanguageSource source_;
};

}  // namespace

Status CheckFamily(ConfigReader& config) {
  const std::string family = config.Text("model_type", "");
  LLMZIP_RETURN_IF_ERROR(config.status());
  if (const Json* const method = config.Find("quantization_config")) {
    const auto name = TextField(*method, "quant_method", "a method of its own");
    return Status::Unsupported("config.json: weights quantised with " + (name.ok() ? *name : "a method of its own") +
                               " are not read");
  }
  if (std::ranges::find(kFamilies, family) == std::end(kFamilies)) {
    std::string known;
    for (const std::string_view each : kFamilies) known.append(known.empty() ? "" : ", ").append(each);
    return Status::Unsupported("config.json: models of type '" + family + "' are not read; " + known + " are");
  }
  const Json* const architectures = config.Find("architectures");
  if (architectures == nullptr || !architectures->is_array() || architectures->empty()) return Status::Ok();
  const Json& first = architectures->front();
  const std::string name = first.is_string() ? first.get<std::string>().substr(0, 80) : "";
  const bool predicts = name.ends_with("ForCausalLM") || name.ends_with("LMHeadModel");
  return predicts ? Status::Ok() : Status::Unsupported("config.json: " + name + " is no language model");
}

StatusOr<LanguageSource> LanguageOfConfig(ConfigReader& config, const TensorStore& tensors) {
  return FamilyReading(config, tensors).Read(config.Text("model_type", ""));
}

}  // namespace llmzip::importer
