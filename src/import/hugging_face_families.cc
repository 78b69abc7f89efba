#include "import/hugging_face_families.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "import/family_reading.h"
#include "import/hugging_face_rotation.h"
#include "import/matrix_rows.h"

namespace llmzip::importer {
namespace {

using Activation = LanguageConfig::Activation;

constexpr std::string_view kFamilies[] = {"llama", "mistral", "qwen2", "qwen3", "gpt2", "gpt_neox"};

}  // namespace

StatusOr<LanguageSource> FamilyReading::Read(const std::string& family) {
  if (family == "gpt2") {
    LLMZIP_RETURN_IF_ERROR(ReadGpt2());
  } else if (family == "gpt_neox") {
    LLMZIP_RETURN_IF_ERROR(ReadNeoX());
  } else {
    LLMZIP_RETURN_IF_ERROR(ReadLlamaLike(family));
  }
  return std::move(source_);
}

Status FamilyReading::ReadShape(const char* width, const char* heads, const char* layers, const char* context) {
  LanguageConfig& config = source_.config;
  config.norm_width = said_.Count(width);
  config.heads = said_.Count(heads, {}, 1U << 16);
  config.layers = said_.Count(layers, {}, 1U << 16);
  config.context = std::min(said_.Count(context, {}, 0x7FFFFFFF), kMostContext);
  return said_.status();
}

Status FamilyReading::CheckHeads() {
  const LanguageConfig& config = source_.config;
  LLMZIP_RETURN_IF_ERROR(said_.status());
  if (config.heads % config.key_value_heads == 0) return Status::Ok();
  return Status::Corrupt("config.json: " + std::to_string(config.heads) + " heads cannot share " +
                         std::to_string(config.key_value_heads) + " key/value heads");
}

Status FamilyReading::CheckWholeHeads(const char* width, const char* heads) {
  LanguageConfig& config = source_.config;
  LLMZIP_RETURN_IF_ERROR(said_.status());
  if (config.norm_width % config.heads != 0) {
    return Status::Corrupt("config.json: " + std::string(width) + " " + std::to_string(config.norm_width) +
                           " is no multiple of " + heads + " " + std::to_string(config.heads));
  }
  config.head_width = config.norm_width / config.heads;
  return Status::Ok();
}

Status FamilyReading::ReadActivation(const char* key, const char* otherwise) {
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

Status FamilyReading::ReadRotation(const char* base_key) {
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

Status FamilyReading::ReadEnds(const std::string& embedding, std::initializer_list<const char*> heads,
                               const std::string& norm, bool tied) {
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

StatusOr<NormSource> FamilyReading::Norm(const std::string& name) {
  NormSource norm;
  LLMZIP_ASSIGN_OR_RETURN(norm.gain, tensors_.Vector(name + ".weight", source_.config.norm_width));
  if (source_.config.norm == LanguageConfig::Norm::kLayer) {
    LLMZIP_ASSIGN_OR_RETURN(norm.bias, tensors_.Vector(name + ".bias", source_.config.norm_width));
  }
  return norm;
}

StatusOr<MatrixSource> FamilyReading::Matrix(const std::string& name, std::uint32_t rows, std::uint32_t columns,
                                             bool bias) {
  LLMZIP_ASSIGN_OR_RETURN(MatrixSource matrix, RowsOf(tensors_, name + ".weight", rows, columns));
  if (bias) {
    LLMZIP_ASSIGN_OR_RETURN(matrix.bias, tensors_.Vector(name + ".bias", rows));
  }
  return matrix;
}

StatusOr<MatrixSource> FamilyReading::Turned(const std::string& name, std::uint32_t all, std::uint32_t first,
                                             std::uint32_t count, std::uint32_t columns) {
  LLMZIP_ASSIGN_OR_RETURN(MatrixSource matrix, TurnedRowsOf(tensors_, name + ".weight", all, first, count, columns));
  LLMZIP_ASSIGN_OR_RETURN(matrix.bias, PartOfVector(tensors_, name + ".bias", all, first, count));
  return matrix;
}

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
