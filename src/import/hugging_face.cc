#include "import/hugging_face.h"

#include <string_view>
#include <utility>

#include "import/config_reader.h"
#include "import/hugging_face_families.h"
#include "import/hugging_face_vocabulary.h"
#include "import/safetensors_files.h"

namespace llmzip::importer {
namespace {

constexpr const char* kConfig = "config.json";
constexpr const char* kIndexName = "model.safetensors.index.json";
constexpr std::uint64_t kMostConfigBytes = std::uint64_t{1} << 20;
constexpr std::uint64_t kMostReadmeBytes = std::uint64_t{1} << 20;

StatusOr<ConfigReader> ReadConfig(const SourceFolder& folder) {
  const auto text = ReadSourceFile(folder, kConfig, kMostConfigBytes);
  if (!text.ok()) {
    if (text.status().code() != StatusCode::kNotFound) return text.status();
    if (folder.Open("adapter_config.json").ok()) {
      return Status::NotFound("an adapter, not a model: merge it into its model first");
    }
    return Status::NotFound("config.json is missing");
  }
  LLMZIP_ASSIGN_OR_RETURN(Json json, ParseLenientJson(*text, kConfig));
  return ConfigReader(std::move(json), kConfig);
}

/// "license: X" of the lines between two "---" that a model card begins with.
std::string LicenceOf(const SourceFolder& folder) {
  const auto card = ReadSourceFileIfThere(folder, "README.md", kMostReadmeBytes);
  if (!card.ok()) return {};
  std::string_view text(reinterpret_cast<const char*>(card->data()), card->size());
  if (!text.starts_with("---\n")) return {};
  text.remove_prefix(4);
  while (!text.empty() && !text.starts_with("---")) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    constexpr std::string_view kKey = "license:";
    if (!line.starts_with(kKey)) continue;
    line.remove_prefix(kKey.size());
    while (line.starts_with(' ')) line.remove_prefix(1);
    return std::string(line);
  }
  return {};
}

/// The last part of the name that the model was once saved under ("HuggingFaceTB/SmolLM2-135M").
std::string NameOf(const ConfigReader& config) {
  const Json* const value = config.Find("_name_or_path");
  if (value == nullptr || !value->is_string()) return {};
  const auto path = value->get<std::string>();
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

StatusOr<HuggingFaceModel> OpenHuggingFace(const SourceFolder& folder) {
  LLMZIP_ASSIGN_OR_RETURN(ConfigReader config, ReadConfig(folder));
  LLMZIP_RETURN_IF_ERROR(CheckFamily(config));
  HuggingFaceModel model;
  LLMZIP_RETURN_IF_ERROR(OpenWeights(folder, &model.tensors));
  LLMZIP_ASSIGN_OR_RETURN(model.language, LanguageOfConfig(config, model.tensors));
  model.provenance.kind = "huggingface";
  model.provenance.name = NameOf(config);
  model.provenance.licence = LicenceOf(folder);
  model.provenance.files.emplace_back(kConfig);
  if (folder.Open(kIndexName).ok()) model.provenance.files.emplace_back(kIndexName);
  for (const TensorStore::File& file : model.tensors.files()) model.provenance.files.push_back(file.name);
  LLMZIP_ASSIGN_OR_RETURN(model.vocabulary,
                          VocabularyOfFolder(folder, config, &model.provenance.files, &model.warnings));
  return model;
}

}  // namespace llmzip::importer
