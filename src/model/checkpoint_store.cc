#include "model/checkpoint_store.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <new>

#include "base/hexadecimal.h"
#include "base/plain_name.h"
#include "io/path_name.h"
#include "io/plugin.h"

namespace llmzip {
namespace {

bool IsCheckpointPath(std::string_view reference) {
  return reference.find('/') != std::string_view::npos || reference.ends_with(".pt");
}

StatusOr<OpenCheckpointFunction> OpenPluginOf(std::span<const std::string> candidates) {
  const PluginKind kind = {
      .name = "the checkpoints' plug-in",
      .file = "llmzip_checkpoints.so",
      .version = kCheckpointPluginVersionName,
      .function = kOpenCheckpointName,
      .wanted = "'torch'",
      .remedy =
          "install the package llmzip-checkpoints, or libtorch (Debian: libtorch-dev libpcre2-dev "
          "libsentencepiece-dev) and build the target 'plugins' (docs/CHECKPOINTS.md)",
  };
  const auto function = OpenPlugin(kind, candidates);
  if (!function.ok()) return Status::ModelMissing(function.status().message());
  return reinterpret_cast<OpenCheckpointFunction>(*function);
}

// What everything behind the seam relies on.
Status CheckSymbols(const Checkpoint& checkpoint) {
  const std::uint32_t alphabet = checkpoint.alphabet_size();
  const Tokeniser* const tokeniser = checkpoint.tokeniser();
  const bool sound = tokeniser == nullptr ? alphabet == 256 : tokeniser->vocabulary_size() <= alphabet;
  if (sound && alphabet >= 3 && alphabet <= kMaxAlphabetSize) return Status::Ok();
  return Status::Unsupported("its vocabulary and its predictions do not fit together");
}

}  // namespace

CheckpointStore::CheckpointStore(FileSystem& file_system, std::vector<std::string> folders,
                                 std::vector<std::string> plugins, bool allow_scripts)
    : file_system_(file_system),
      folders_(std::move(folders)),
      plugins_(std::move(plugins)),
      allow_scripts_(allow_scripts) {}

std::string CheckpointStore::NameOfCheckpoint(const std::string& path) {
  std::string_view name = NameOf(path);
  if (name.ends_with(".pt")) name.remove_suffix(3);
  return PlainName(name, "checkpoint");
}

std::vector<std::string> CheckpointStore::Candidates() const {
  std::vector<std::string> candidates;
  for (const std::string& folder : folders_) {
    if (IsCheckpoint(file_system_, folder)) candidates.push_back(folder);
    std::vector<std::string> names;
    if (file_system_.ListDirectory(folder, &names) != 0) {
      if (errno == ENOMEM) throw std::bad_alloc();  // what could not be looked for is not missing
      continue;
    }
    std::ranges::sort(names);
    for (const std::string& name : names) {
      std::string path = folder;
      path.append("/").append(name);
      if (IsCheckpoint(file_system_, path)) candidates.push_back(std::move(path));
    }
  }
  return candidates;
}

std::string CheckpointStore::WhereLooked() const {
  std::string text = folders_.empty() ? "; no folder was given" : "; looked in ";
  for (const std::string& folder : folders_) text.append(&folder == folders_.data() ? "" : ", ").append(folder);
  return text + "; --models-dir adds a folder";
}

StatusOr<CheckpointIdentity> CheckpointStore::Identify(const std::string& path) const {
  for (const auto& [known, identity] : identities_) {
    if (known == path) return identity;
  }
  LLMZIP_ASSIGN_OR_RETURN(auto identity, IdentifyCheckpoint(file_system_, path));
  identities_.emplace_back(path, identity);
  return identity;
}

// Those of the recorded name first: reading all files of the others takes long.
StatusOr<std::string> CheckpointStore::LocateDigest(const CheckpointRequest& request) const {
  std::vector<std::string> candidates = Candidates();
  const auto named = [&](const std::string& path) { return NameOfCheckpoint(path) == request.reference; };
  std::stable_partition(candidates.begin(), candidates.end(), named);
  std::string differing;
  for (const std::string& path : candidates) {
    const auto identity = Identify(path);
    if (!identity.ok()) continue;
    if (identity->Is(*request.digest)) return path;
    if (named(path)) {
      differing += "; " + path + " is another: " + PartsThatDiffer(identity->parts, request.recorded_environment);
    }
  }
  return Status::ModelMissing("the checkpoint '" + request.reference + "' with digest " +
                              ToHexadecimal(*request.digest) + " is not here" + differing + WhereLooked());
}

StatusOr<std::string> CheckpointStore::Locate(const CheckpointRequest& request) const {
  if (request.digest && request.identify) return LocateDigest(request);
  if (IsCheckpointPath(request.reference)) {
    std::string path = request.reference;
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    if (IsCheckpoint(file_system_, path)) return path;
    return Status::ModelMissing(path + " is no checkpoint: a folder with a config.json is one, or a file *.pt");
  }
  for (std::string& path : Candidates()) {
    const bool named = NameOf(path) == request.reference || NameOfCheckpoint(path) == request.reference;
    if (named) return std::move(path);
  }
  return Status::ModelMissing("no checkpoint is called '" + request.reference + "'" + WhereLooked());
}

StatusOr<std::shared_ptr<const Checkpoint>> CheckpointStore::Load(const std::string& path,
                                                                  const CheckpointOptions& options) const {
  if (function_ == nullptr) {
    LLMZIP_ASSIGN_OR_RETURN(function_, OpenPluginOf(plugins_));
  }
  const std::unique_ptr<StatusOr<std::shared_ptr<const Checkpoint>>> opened(function_(path, options));
  const auto at = [&](const Status& status) { return Status(status.code(), path + ": " + status.message()); };
  if (opened == nullptr || (opened->ok() && **opened == nullptr)) return at(Status::Internal("the plug-in failed"));
  if (!opened->ok()) return at(opened->status());
  if (const Status status = CheckSymbols(***opened); !status.ok()) return at(status);
  return **opened;
}

// Whoever names a file has chosen it; an archive comes from anyone.
Status CheckpointStore::CheckMayRun(const std::string& path, const CheckpointRequest& request) const {
  if (allow_scripts_ || !request.digest || !IsTorchScript(file_system_, path)) return Status::Ok();
  return Status::ModelMissing(path +
                              " is a TorchScript file, and so a program: --allow-scripts lets an archive run it");
}

StatusOr<CheckpointDescription> CheckpointStore::Describe(const CheckpointRequest& request) const {
  const std::scoped_lock lock(mutex_);
  LLMZIP_ASSIGN_OR_RETURN(const std::string path, Locate(request));
  if (request.identify) LLMZIP_RETURN_IF_ERROR(CheckMayRun(path, request));
  CheckpointDescription description;
  description.name = NameOfCheckpoint(path);
  LLMZIP_ASSIGN_OR_RETURN(description.size, SizeOfCheckpoint(file_system_, path, request.options));
  if (request.identify) {
    LLMZIP_ASSIGN_OR_RETURN(const CheckpointIdentity identity, Identify(path));
    description.digest = identity.digest;
  } else if (request.digest) {
    description.digest = *request.digest;
  }
  return description;
}

StatusOr<OpenedCheckpoint> CheckpointStore::Open(const CheckpointRequest& request) const {
  const std::scoped_lock lock(mutex_);
  LLMZIP_ASSIGN_OR_RETURN(const std::string path, Locate(request));
  LLMZIP_RETURN_IF_ERROR(CheckMayRun(path, request));
  for (const Loaded& loaded : loaded_) {
    if (loaded.path == path && loaded.options == request.options) return loaded.opened;
  }
  OpenedCheckpoint opened;
  LLMZIP_ASSIGN_OR_RETURN(opened.checkpoint, Load(path, request.options));
  LLMZIP_ASSIGN_OR_RETURN(const CheckpointIdentity identity, Identify(path));
  opened.digest = identity.digest;
  opened.parts = identity.parts;
  opened.name = NameOfCheckpoint(path);
  loaded_.push_back({path, request.options, opened});
  return opened;
}

}  // namespace llmzip
