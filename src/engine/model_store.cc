#include "engine/model_store.h"

#include <algorithm>
#include <utility>

#include "engine/hexadecimal.h"
#include "io/whole_file.h"
#include "llmzip/models.h"
#include "model/embedded.h"

namespace llmzip {
namespace {

constexpr std::string_view kSuffix = ".safetensors";

bool IsPath(std::string_view reference) {
  return reference.find('/') != std::string_view::npos || reference.ends_with(kSuffix);
}

// The digest that 64 hexadecimal digits say.
std::optional<ModelDigest> DigestFrom(std::string_view digits) {
  ModelDigest digest{};
  if (digits.size() != 2 * digest.size()) return std::nullopt;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const char c = digits[i];
    const int value = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (value < 0) return std::nullopt;
    digest[i / 2] = static_cast<std::uint8_t>(digest[i / 2] << 4 | value);
  }
  return digest;
}

ModelSummary Summarise(const Model& model, std::string place) {
  ModelSummary summary;
  summary.name = model.name();
  summary.digest = ToHexadecimal(model.digest());
  summary.place = std::move(place);
  summary.file_size = model.file_size();
  summary.architecture = ArchitectureName(model.config().architecture);
  summary.layers = model.config().layers;
  summary.parameters = ParameterCount(model.config());
  summary.licence = model.metadata("licence");
  summary.trained_on = model.metadata("trained_on");
  summary.bits_per_byte = model.metadata("bits_per_byte");
  return summary;
}

}  // namespace

ModelStore::ModelStore(FileSystem& file_system, std::vector<std::string> folders)
    : file_system_(file_system), folders_(std::move(folders)) {}

std::vector<std::string> ModelStore::Files() const {
  std::vector<std::string> files;
  for (const std::string& folder : folders_) {
    std::vector<std::string> names;
    if (file_system_.ListDirectory(folder, &names) != 0) continue;
    std::ranges::sort(names);
    for (const std::string& name : names) {
      if (name.ends_with(kSuffix)) files.push_back(folder + "/" + name);
    }
  }
  return files;
}

StatusOr<std::shared_ptr<const Model>> ModelStore::Load(const std::string& path) const {
  const std::scoped_lock lock(mutex_);
  for (const auto& [known, model] : loaded_) {
    if (known == path) return model;
  }
  auto file = ReadWholeFile(file_system_, path, kMaxModelFile);
  if (!file.ok()) return Status(file.status().code(), path + ": " + file.status().message());
  auto model = Model::Parse(*std::move(file));
  if (!model.ok()) return Status(model.status().code(), path + ": " + model.status().message());
  loaded_.emplace_back(path, *model);
  return model;
}

std::shared_ptr<const Model> ModelStore::WithDigest(const ModelDigest& digest) const {
  for (const auto& model : EmbeddedModels()) {
    if (model->digest() == digest) return model;
  }
  for (const std::string& path : Files()) {
    const auto model = Load(path);
    if (model.ok() && (*model)->digest() == digest) return *model;
  }
  return nullptr;
}

Status ModelStore::Missing(std::string_view reference) const {
  std::string message = "no model ";
  if (reference.empty()) {
    message += "is embedded in this llmzip; name one: net:MODEL";
  } else {
    message += DigestFrom(reference) ? "with SHA-256 " : "named ";
    message += "'" + std::string(reference) + "' is here";
  }
  message += "; looked in: ";
  for (const std::string& folder : folders_) message += folder + ", ";
  return Status::ModelMissing(message + "the program itself; --models-dir adds a folder");
}

StatusOr<std::shared_ptr<const Model>> ModelStore::Find(std::string_view reference) const {
  if (reference.empty()) {
    if (EmbeddedModels().empty()) return Missing(reference);
    return EmbeddedModels().front();
  }
  if (const auto digest = DigestFrom(reference)) {
    if (auto model = WithDigest(*digest)) return model;
    return Missing(reference);
  }
  if (IsPath(reference)) return Load(std::string(reference));
  for (const std::string& path : Files()) {
    const std::string_view file = std::string_view(path).substr(path.rfind('/') + 1);
    if (file.substr(0, file.size() - kSuffix.size()) == reference) return Load(path);
  }
  for (const auto& model : EmbeddedModels()) {
    if (model->name() == reference) return model;
  }
  return Missing(reference);
}

std::shared_ptr<const ModelSource> ModelsIn(std::vector<std::string> folders) {
  return std::make_shared<ModelStore>(RealFileSystem(), std::move(folders));
}

std::vector<ModelSummary> ListModels(const ModelSource& models) {
  std::vector<ModelSummary> summaries;
  if (const auto* const store = dynamic_cast<const ModelStore*>(&models)) {
    for (const std::string& path : store->Files()) {
      const auto model = store->Load(path);
      if (model.ok()) {
        summaries.push_back(Summarise(**model, path));
      } else {
        summaries.emplace_back();
        summaries.back().place = path;
        summaries.back().problem = model.status().message();
      }
    }
  }
  for (const auto& model : EmbeddedModels()) summaries.push_back(Summarise(*model, "embedded"));
  return summaries;
}

}  // namespace llmzip
