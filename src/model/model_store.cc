#include "model/model_store.h"

#include <algorithm>
#include <cerrno>
#include <new>
#include <optional>
#include <utility>

#include "base/hexadecimal.h"
#include "io/whole_file.h"
#include "llmzip/models.h"
#include "model/embedded.h"
#include "model/sha256.h"

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

Status At(const std::string& path, const Status& status) { return {status.code(), path + ": " + status.message()}; }

// Corrupt is said of archives: that a model is damaged says nothing against the archive or file at hand. Archives name
// models by their digests, which damaged files do not have: it was the caller who named this one.
Status OfModel(const Status& status) {
  if (status.code() != StatusCode::kCorrupt) return status;
  return Status::InvalidArgument(status.message());
}

template <typename T>
StatusOr<T> OfModel(StatusOr<T> result) {
  if (result.ok()) return result;
  return OfModel(result.status());
}

ModelSummary Summarise(const Model& model, std::string place) {
  ModelSummary summary;
  summary.name = model.name();
  summary.digest = ToHexadecimal(model.digest());
  summary.place = std::move(place);
  summary.file_size = model.file_size();
  if (model.text()) {
    summary.architecture = kTextArchitecture;
  } else if (model.language()) {
    summary.architecture = kLanguageArchitecture;
    summary.layers = std::to_string(model.language()->layers) + "x" + std::to_string(model.language()->width);
    summary.parameters = ParameterCount(*model.language());
  } else {
    summary.architecture = ArchitectureName(model.config().architecture);
    summary.layers = model.config().layers;
    summary.parameters = ParameterCount(model.config());
  }
  summary.licence = model.metadata("licence");
  summary.trained_on = model.metadata("trained_on");
  summary.bits_per_byte = model.metadata("bits_per_byte");
  return summary;
}

}  // namespace

ModelStore::ModelStore(FileSystem& file_system, std::vector<std::string> folders,
                       std::vector<std::string> checkpoint_plugins, bool allow_scripts)
    : file_system_(file_system),
      folders_(std::move(folders)),
      checkpoints_(file_system, folders_, std::move(checkpoint_plugins), allow_scripts) {}

std::vector<std::string> ModelStore::Files() const {
  std::vector<std::string> files;
  for (const std::string& folder : folders_) {
    std::vector<std::string> names;
    if (file_system_.ListDirectory(folder, &names) != 0) {
      if (errno == ENOMEM) throw std::bad_alloc();  // what could not be looked for is not missing
      continue;
    }
    std::ranges::sort(names);
    for (const std::string& name : names) {
      if (name.ends_with(kSuffix)) files.emplace_back(folder).append("/").append(name);
    }
  }
  return files;
}

ModelStore::ModelOrStatus ModelStore::Read(const std::string& path) const {
  auto model = ReadUnnamed(path);
  if (!model.ok()) return At(path, model.status());
  return model;
}

// Small files are read, since what is mapped had better not change; large ones should not be in memory twice.
ModelStore::ModelOrStatus ModelStore::ReadUnnamed(const std::string& path) const {
  constexpr std::uint64_t kMostRead = std::uint64_t{64} << 20;
  auto file = ReadRegularFile(file_system_, path, kMostRead);
  if (file.ok()) return Model::Parse(*std::move(file));
  if (file.status().code() != StatusCode::kLimitExceeded) return file.status();
  LLMZIP_ASSIGN_OR_RETURN(auto mapped, MappedFile::Map(file_system_, path, kMaxModelFile));
  return Model::ParseMapped(std::move(mapped));
}

ModelStore::ModelOrStatus ModelStore::Load(const std::string& path) const {
  for (const auto& [known, model] : loaded_) {
    if (known == path) return model;
  }
  LLMZIP_ASSIGN_OR_RETURN(auto model, Read(path));
  loaded_.emplace_back(path, model);
  return model;
}

// Hashing is all that files of other models take, and no memory.
std::optional<ModelDigest> ModelStore::DigestOf(const std::string& path) const {
  struct stat status = {};
  if (file_system_.Stat(path, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  if (static_cast<std::uint64_t>(status.st_size) > kMaxModelFile) return std::nullopt;
  Sha256 sha256;
  const Status read = ReadInPieces(file_system_, path, [&](ByteView piece) { sha256.Update(piece); });
  if (!read.ok()) return std::nullopt;
  return sha256.Finish();
}

ModelStore::ModelOrStatus ModelStore::WithDigest(const ModelDigest& digest) const {
  for (const auto& [path, model] : loaded_) {
    if (model->digest() == digest) return model;
  }
  auto embedded = FirstEmbedded([&](const Model& model) { return model.digest() == digest; });
  if (embedded != nullptr) return embedded;
  for (const std::string& path : Files()) {
    if (DigestOf(path) != digest) continue;
    LLMZIP_ASSIGN_OR_RETURN(auto model, Load(path));
    if (model->digest() == digest) return model;  // the file may have changed since
  }
  return Missing(ToHexadecimal(digest));
}

ModelStore::ModelOrStatus ModelStore::WithName(std::string_view name) const {
  const std::vector<std::string> files = Files();
  for (const std::string& path : files) {
    if (std::string_view(path).substr(path.rfind('/') + 1) == std::string(name) + std::string(kSuffix)) {
      return Load(path);
    }
  }
  auto embedded = FirstEmbedded([&](const Model& model) { return model.name() == name; });
  if (embedded != nullptr) return embedded;
  // A file may have been renamed; it still says what it is.
  for (const std::string& path : files) {
    const auto model = Read(path);
    if (model.ok() && (*model)->name() == name) return Load(path);
  }
  return Missing(name);
}

Status ModelStore::Missing(std::string_view reference) const {
  std::string message = "no model is called '" + std::string(reference) + "'";
  if (reference.empty()) message = "there is no default model";
  // Small frames have only the first 16 digits.
  const bool is_digest = DigestFrom(reference) || reference.size() == 16;
  if (is_digest) message = "the model with SHA-256 " + std::string(reference) + " is not here";
  message += "; looked in ";
  for (const std::string& folder : folders_) message += folder + ", ";
  message += "the program itself; --models-dir adds a folder";
  if (is_digest) message += ", and 'llmzip import' makes a language model again from its checkpoint";
  return Status::ModelMissing(message);
}

ModelStore::ModelOrStatus ModelStore::FindLocked(std::string_view reference) const {
  if (reference.empty()) {
    auto embedded = EmbeddedModel(reference);
    if (embedded.ok()) return embedded;
    return Missing(reference);
  }
  if (const auto digest = DigestFrom(reference)) return WithDigest(*digest);
  return IsPath(reference) ? Load(std::string(reference)) : WithName(reference);
}

ModelStore::ModelOrStatus ModelStore::Find(std::string_view reference) const {
  const std::scoped_lock lock(mutex_);
  return OfModel(FindLocked(reference));
}

StatusOr<CheckpointDescription> ModelStore::DescribeCheckpoint(const CheckpointRequest& request) const {
  return OfModel(checkpoints_.Describe(request));
}

StatusOr<ModelDigest> ModelStore::CompleteDigest(std::span<const std::uint8_t> beginning) const {
  const std::scoped_lock lock(mutex_);
  const auto begins = [&](const ModelDigest& digest) {
    return beginning.size() <= digest.size() &&
           std::ranges::equal(beginning, std::span(digest).first(beginning.size()));
  };
  // The embedded ones first, which are known to differ: when one of them is meant, no file need be read.
  const auto embedded = FirstEmbedded([&](const Model& model) { return begins(model.digest()); });
  if (embedded != nullptr) return embedded->digest();
  std::vector<ModelDigest> found;
  for (const std::string& path : Files()) {
    const auto digest = DigestOf(path);
    if (!digest || !begins(*digest)) continue;
    if (std::ranges::find(found, *digest) == found.end()) found.push_back(*digest);
  }
  const std::string digits = ToHexadecimal(beginning);
  if (found.size() > 1) return Status::ModelMissing("several models have a SHA-256 that begins with " + digits);
  if (found.empty()) return Missing(digits);
  return found[0];
}

StatusOr<OpenedCheckpoint> ModelStore::OpenCheckpoint(const CheckpointRequest& request) const {
  return OfModel(checkpoints_.Open(request));
}

std::shared_ptr<const ModelSource> ModelsIn(std::vector<std::string> folders,
                                            std::vector<std::string> checkpoint_plugins, bool allow_scripts) {
  return std::make_shared<ModelStore>(RealFileSystem(), std::move(folders), std::move(checkpoint_plugins),
                                      allow_scripts);
}

std::vector<ModelSummary> ModelStore::List() const {
  std::vector<ModelSummary> summaries;
  for (const std::string& path : Files()) {
    const auto model = Read(path);
    if (model.ok()) {
      summaries.push_back(Summarise(**model, path));
    } else {
      summaries.emplace_back();
      summaries.back().place = path;
      summaries.back().problem = model.status().message();
    }
  }
  return summaries;
}

std::vector<ModelSummary> ListModels(const ModelSource& models) {
  std::vector<ModelSummary> summaries = models.List();
  for (const auto& model : EmbeddedModels()) summaries.push_back(Summarise(*model, "embedded"));
  return summaries;
}

}  // namespace llmzip
