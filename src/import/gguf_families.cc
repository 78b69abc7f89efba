#include "import/gguf_families.h"

#include <algorithm>
#include <array>
#include <utility>

#include "import/exact_math.h"
#include "import/matrix_rows.h"
#include "import/rotary_speeds.h"

namespace llmzip::importer {
namespace {

/// What families differ by.
struct GgufFamily {
  const char* name;
  bool gated;        ///< RMS norms and a gated feed-forward layer with SiLU; else layer norms and GELU
  bool interleaved;  ///< rows of queries and keys are interleaved
  bool qkv_biases;   ///< biases of q, k and v must be there
  bool head_norms;   ///< norms of queries and keys
  bool rotary;       ///< else learned positions
};
constexpr std::array<GgufFamily, 5> kGgufFamilies = {{{"llama", true, true, false, false, true},
                                                      {"qwen2", true, false, true, false, true},
                                                      {"qwen3", true, false, false, true, true},
                                                      {"gpt2", false, false, true, false, false},
                                                      {"gptneox", false, false, true, false, true}}};

class GgufReading {
 public:
  GgufReading(GgufModel& model, const GgufFamily& family)
      : metadata_(model.metadata), tensors_(model.tensors), family_(family), prefix_(std::string(family.name) + ".") {}

  StatusOr<LanguageSource> Read() {
    LLMZIP_RETURN_IF_ERROR(ReadShape());
    if (family_.rotary) LLMZIP_RETURN_IF_ERROR(ReadRotation());
    LLMZIP_RETURN_IF_ERROR(ReadEnds());
    for (std::uint32_t n = 0; n < source_.config.layers; ++n) LLMZIP_RETURN_IF_ERROR(ReadLayer(n));
    return std::move(source_);
  }

 private:
  Status ReadShape() {
    LanguageConfig& config = source_.config;
    config.layers = metadata_.Count(prefix_ + "block_count");
    config.norm_width = metadata_.Count(prefix_ + "embedding_length");
    config.hidden = metadata_.Count(prefix_ + "feed_forward_length");
    config.context = metadata_.Count(prefix_ + "context_length", {}, 0x7FFFFFFF);
    config.context = std::min(config.context, kMostContext);
    config.heads = metadata_.Count(prefix_ + "attention.head_count");
    config.key_value_heads = metadata_.Count(prefix_ + "attention.head_count_kv", config.heads);
    LLMZIP_RETURN_IF_ERROR(metadata_.status());
    config.head_width =
        metadata_.Count(prefix_ + "attention.key_length", std::max(1U, config.norm_width / config.heads));
    const std::uint32_t value_width = metadata_.Count(prefix_ + "attention.value_length", config.head_width);
    const bool rms = family_.gated;
    config.norm = rms ? LanguageConfig::Norm::kRms : LanguageConfig::Norm::kLayer;
    config.epsilon =
        metadata_.Real(prefix_ + (rms ? "attention.layer_norm_rms_epsilon" : "attention.layer_norm_epsilon"));
    config.activation = rms ? LanguageConfig::Activation::kSilu : LanguageConfig::Activation::kGelu;
    config.gated = family_.gated;
    config.query_key_norm = family_.head_norms;
    config.parallel = prefix_ == "gptneox." && metadata_.Flag(prefix_ + "use_parallel_residual", true);
    const auto window = metadata_.Number(prefix_ + "attention.sliding_window");
    LLMZIP_RETURN_IF_ERROR(metadata_.status());
    if (window && *window > 0 && *window < config.context) config.window = static_cast<std::uint32_t>(*window);
    if (metadata_.Number(prefix_ + "expert_count").value_or(0) > 0) {
      return Status::Unsupported("mixtures of experts are not read");
    }
    if (value_width != config.head_width)
      return Status::Unsupported("keys and values of different widths are not read");
    if (config.heads % config.key_value_heads != 0) {
      return Status::Corrupt(std::to_string(config.heads) + " heads cannot share " +
                             std::to_string(config.key_value_heads) + " key/value heads");
    }
    return metadata_.status();
  }

  Status ReadRotation() {
    LanguageConfig& config = source_.config;
    const std::string rope = prefix_ + "rope.";
    config.rotary_width = metadata_.Count(rope + "dimension_count", config.head_width);
    if (config.rotary_width % 2 != 0 || config.rotary_width > config.head_width) {
      return Status::Corrupt(rope + "dimension_count " + std::to_string(config.rotary_width) + ": heads have " +
                             std::to_string(config.head_width));
    }
    const double base = metadata_.Real(rope + "freq_base", 10000.0);
    RotaryScaling scaling;
    const std::string type = metadata_.Text(rope + "scaling.type", "none");
    if (type == "linear" || (type == "none" && metadata_.Has(rope + "scale_linear"))) {
      scaling.kind = RotaryScaling::Kind::kLinear;
      scaling.factor = metadata_.Real(rope + "scaling.factor", metadata_.Real(rope + "scale_linear", 1.0));
    } else if (type == "yarn") {
      scaling.kind = RotaryScaling::Kind::kYarn;
      scaling.factor = metadata_.Real(rope + "scaling.factor");
      scaling.trained = static_cast<double>(metadata_.Count(rope + "scaling.original_context_length", config.context));
      scaling.beta_fast = metadata_.Real(rope + "scaling.yarn_beta_fast", 32.0);
      scaling.beta_slow = metadata_.Real(rope + "scaling.yarn_beta_slow", 1.0);
    } else if (type != "none") {
      return Status::Unsupported("rope scaling " + type + " is not read");
    }
    const double attention = metadata_.Real(rope + "scaling.attn_factor", 1.0);
    LLMZIP_RETURN_IF_ERROR(metadata_.status());
    LLMZIP_ASSIGN_OR_RETURN(RotarySpeeds speeds, SpeedsOf(config.rotary_width, base, scaling));
    if (tensors_.Has("rope_freqs.weight")) {
      LLMZIP_ASSIGN_OR_RETURN(const std::vector<double> factors,
                              tensors_.Vector("rope_freqs.weight", speeds.speeds.size()));
      for (std::size_t i = 0; i < factors.size(); ++i) {
        if (!(factors[i] >= 1e-6)) return Status::Corrupt("rope_freqs.weight has a factor that is not positive");
        speeds.speeds[i] /= factors[i];
      }
    }
    source_.speeds = std::move(speeds.speeds);
    source_.turning_scale = speeds.scale * (scaling.kind == RotaryScaling::Kind::kYarn ? attention : 1.0);
    return Status::Ok();
  }

  /// Embedding, positions, last norm and head.
  Status ReadEnds() {
    const std::uint32_t width = source_.config.norm_width;
    const StoredTensor* const embedding = tensors_.Look("token_embd.weight");
    if (embedding == nullptr) {
      return Status::Corrupt(tensors_.empty() ? "it holds no weights, only a vocabulary"
                                              : "the tensor token_embd.weight is missing");
    }
    const auto rows = static_cast<std::uint32_t>(std::min<std::uint64_t>(embedding->rows(), 1U << 30));
    LLMZIP_ASSIGN_OR_RETURN(source_.embedding, RowsOf(tensors_, "token_embd.weight", rows, width));
    source_.head = source_.embedding;
    for (const char* const head : {"output", "lm_head", "embed_out"}) {
      const std::string name = std::string(head) + ".weight";
      if (!tensors_.Has(name)) continue;
      LLMZIP_ASSIGN_OR_RETURN(source_.head, RowsOf(tensors_, name, rows, width));
      LLMZIP_ASSIGN_OR_RETURN(source_.head.bias, BiasIfThere(head, rows, /*needed=*/false));
      break;
    }
    if (!family_.rotary) {
      LLMZIP_ASSIGN_OR_RETURN(source_.positions,
                              tensors_.Find("position_embd.weight", {source_.config.context, width}));
    }
    LLMZIP_ASSIGN_OR_RETURN(source_.final_norm, Norm("output_norm"));
    return Status::Ok();
  }

  Status ReadLayer(std::uint32_t n) {
    const LanguageConfig& config = source_.config;
    const std::string base = "blk." + std::to_string(n) + ".";
    const std::uint32_t width = config.norm_width;
    LayerSource layer;
    layer.score_scale = 1.0 / ExactRoot(static_cast<double>(config.head_width));
    LLMZIP_ASSIGN_OR_RETURN(layer.attention_norm, Norm(base + "attn_norm"));
    LLMZIP_ASSIGN_OR_RETURN(layer.feed_norm, Norm(base + "ffn_norm"));
    LLMZIP_RETURN_IF_ERROR(ReadQueriesKeysValues(base, &layer));
    LLMZIP_ASSIGN_OR_RETURN(layer.out,
                            Matrix(base + "attn_output", width, config.heads * config.head_width, !family_.gated));
    if (config.gated) {
      LLMZIP_ASSIGN_OR_RETURN(layer.gate, Matrix(base + "ffn_gate", config.hidden, width, false));
    }
    LLMZIP_ASSIGN_OR_RETURN(layer.up, Matrix(base + "ffn_up", config.hidden, width, !family_.gated));
    LLMZIP_ASSIGN_OR_RETURN(layer.down, Matrix(base + "ffn_down", width, config.hidden, !family_.gated));
    source_.layers.push_back(std::move(layer));
    return Status::Ok();
  }

  Status ReadQueriesKeysValues(const std::string& base, LayerSource* layer) {
    const LanguageConfig& config = source_.config;
    const std::uint32_t width = config.norm_width;
    const std::uint32_t queries = config.heads * config.head_width;
    const std::uint32_t keys = config.key_value_heads * config.head_width;
    if (tensors_.Has(base + "attn_qkv.weight")) {
      const std::string name = base + "attn_qkv";
      const std::uint32_t all = queries + 2 * keys;
      const auto part = [&](std::uint32_t first, std::uint32_t count) -> StatusOr<MatrixSource> {
        LLMZIP_ASSIGN_OR_RETURN(MatrixSource matrix, RowsOf(tensors_, name + ".weight", all, first, count, width));
        LLMZIP_ASSIGN_OR_RETURN(matrix.bias, PartOfVector(tensors_, name + ".bias", all, first, count));
        return matrix;
      };
      LLMZIP_ASSIGN_OR_RETURN(layer->query, part(0, queries));
      LLMZIP_ASSIGN_OR_RETURN(layer->key, part(queries, keys));
      LLMZIP_ASSIGN_OR_RETURN(layer->value, part(queries + keys, keys));
    } else {
      LLMZIP_ASSIGN_OR_RETURN(layer->query, Matrix(base + "attn_q", queries, width, family_.qkv_biases));
      LLMZIP_ASSIGN_OR_RETURN(layer->key, Matrix(base + "attn_k", keys, width, family_.qkv_biases));
      LLMZIP_ASSIGN_OR_RETURN(layer->value, Matrix(base + "attn_v", keys, width, family_.qkv_biases));
    }
    if (family_.interleaved) {
      const auto order = UninterleavedOrder(config.head_width, config.rotary_width);
      ReorderHeads(order, &layer->query);
      ReorderHeads(order, &layer->key);
    }
    if (!config.query_key_norm) return Status::Ok();
    LLMZIP_ASSIGN_OR_RETURN(layer->query_gain, tensors_.Vector(base + "attn_q_norm.weight", config.head_width));
    LLMZIP_ASSIGN_OR_RETURN(layer->key_gain, tensors_.Vector(base + "attn_k_norm.weight", config.head_width));
    return Status::Ok();
  }

  StatusOr<std::vector<double>> BiasIfThere(const std::string& name, std::uint32_t rows, bool needed) {
    if (!needed && !tensors_.Has(name + ".bias")) return std::vector<double>();
    return tensors_.Vector(name + ".bias", rows);
  }

  StatusOr<MatrixSource> Matrix(const std::string& name, std::uint32_t rows, std::uint32_t columns, bool bias_needed) {
    LLMZIP_ASSIGN_OR_RETURN(MatrixSource matrix, RowsOf(tensors_, name + ".weight", rows, columns));
    LLMZIP_ASSIGN_OR_RETURN(matrix.bias, BiasIfThere(name, rows, bias_needed));
    return matrix;
  }

  StatusOr<NormSource> Norm(const std::string& name) {
    NormSource norm;
    LLMZIP_ASSIGN_OR_RETURN(norm.gain, tensors_.Vector(name + ".weight", source_.config.norm_width));
    if (source_.config.norm == LanguageConfig::Norm::kLayer) {
      LLMZIP_ASSIGN_OR_RETURN(norm.bias, tensors_.Vector(name + ".bias", source_.config.norm_width));
    }
    return norm;
  }

  GgufMetadata& metadata_;
  const TensorStore& tensors_;
  const GgufFamily& family_;
  std::string prefix_;
  LanguageSource source_;
};

}  // namespace

StatusOr<LanguageSource> LanguageOfGguf(GgufModel& model) {
  const std::string architecture = model.metadata.Text("general.architecture");
  LLMZIP_RETURN_IF_ERROR(model.metadata.status());
  for (const GgufFamily& family : kGgufFamilies) {
    if (architecture == family.name) return GgufReading(model, family).Read();
  }
  return Status::Unsupported("models of type " + architecture.substr(0, 60) +
                             " are not read: llama, qwen2, qwen3, gpt2 and gptneox are");
}

Provenance ProvenanceOfGguf(GgufModel& model) {
  Provenance provenance;
  provenance.kind = "gguf";
  const auto text = [&model](const char* key) {
    return model.metadata.Has(key) ? model.metadata.Text(key, "") : std::string();
  };
  const std::string base = text("general.basename");
  const std::string size = text("general.size_label");
  provenance.name = base.empty() || size.empty() ? text("general.name") : base + "-" + size;
  provenance.licence = text("general.license");
  for (const TensorStore::File& file : model.tensors.files()) provenance.files.push_back(file.name);
  return provenance;
}

}  // namespace llmzip::importer
