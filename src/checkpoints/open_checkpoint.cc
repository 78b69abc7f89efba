// OpenCheckpoint: from a path to an OpenedCheckpoint.
#include <c10/core/InferenceMode.h>
#include <sys/stat.h>

#include <algorithm>
#include <thread>

#include "checkpoints/environment.h"
#include "checkpoints/families/families.h"
#include "checkpoints/opened_checkpoint.h"
#include "checkpoints/torch_script.h"
#include "io/path_name.h"
#include "io/whole_file.h"
#include "tokenisers/open_tokeniser.h"

namespace llmzip::checkpoints {
namespace {

constexpr unsigned kMostThreadsOfAProcessor = 8;
constexpr std::uint64_t kMaxConfigBytes = std::uint64_t{1} << 20;

StatusOr<Bytes> ReadIfThere(FileSystem& file_system, const std::string& folder, const std::string& name) {
  auto bytes = ReadRegularFile(file_system, folder + "/" + name, kMaxTokeniserFileBytes);
  if (bytes.ok()) return bytes;
  if (bytes.status().code() == StatusCode::kNotFound) return Bytes();
  return Status(bytes.status().code(), name + ": " + bytes.status().message());
}

/// Null if the folder has none. `stem` stands before the files' names.
StatusOr<std::shared_ptr<const Tokeniser>> TokeniserOf(FileSystem& file_system, const std::string& folder,
                                                       const std::string& stem) {
  LLMZIP_ASSIGN_OR_RETURN(const Bytes json, ReadIfThere(file_system, folder, stem + "tokenizer.json"));
  LLMZIP_ASSIGN_OR_RETURN(const Bytes model, ReadIfThere(file_system, folder, stem + "tokenizer.model"));
  LLMZIP_ASSIGN_OR_RETURN(const Bytes config, ReadIfThere(file_system, folder, stem + "tokenizer_config.json"));
  if (json.empty() && model.empty()) return std::shared_ptr<const Tokeniser>();
  auto opened = OpenTokeniser({json, model, config});
  if (!opened.ok()) return opened.status();
  return std::shared_ptr<const Tokeniser>(*std::move(opened));
}

std::optional<std::int64_t> BeginningOf(Config& config) {
  const auto beginning = config.Token("bos_token_id");
  return beginning ? beginning : config.Token("eos_token_id");
}

StatusOr<std::shared_ptr<const Checkpoint>> OpenFolder(FileSystem& file_system, const std::string& folder,
                                                       const Placement& placement, unsigned threads) {
  LLMZIP_ASSIGN_OR_RETURN(Json json, ReadJsonObject(file_system, folder, "config.json", kMaxConfigBytes));
  Config config(std::move(json));
  const std::string family = config.Text("model_type");
  LLMZIP_RETURN_IF_ERROR(config.status());
  const LoadFamily load = FamilyNamed(family);
  if (load == nullptr) {
    return Status::Unsupported("the checkpoint is of the family '" + family + "'; known are " + FamilyNames());
  }
  LLMZIP_ASSIGN_OR_RETURN(const WeightFiles files, WeightFiles::Open(file_system, folder));
  Weights weights(files, placement);
  CheckpointParts parts;
  LLMZIP_ASSIGN_OR_RETURN(parts.model, load(config, weights));
  LLMZIP_ASSIGN_OR_RETURN(parts.tokeniser, TokeniserOf(file_system, folder, ""));
  parts.beginning = BeginningOf(config);
  parts.device = placement.device;
  parts.threads = threads;
  parts.environment = Environment(family, DtypeText(placement.dtype), placement.device, threads);
  return OpenedCheckpoint::Make(std::move(parts));
}

StatusOr<std::shared_ptr<const Checkpoint>> OpenScript(FileSystem& file_system, const std::string& path,
                                                       at::Device device, unsigned threads) {
  LLMZIP_ASSIGN_OR_RETURN(TorchScript script, OpenTorchScript(path, device));
  CheckpointParts parts;
  parts.model = std::move(script.model);
  parts.beginning = script.beginning;
  const std::string name(NameOf(std::string_view(path)));
  LLMZIP_ASSIGN_OR_RETURN(parts.tokeniser,
                          TokeniserOf(file_system, DirectoryOf(path), name.substr(0, name.rfind('.')) + "."));
  parts.device = device;
  parts.threads = threads;
  parts.environment = Environment("torchscript", "its-own", device, threads);
  return OpenedCheckpoint::Make(std::move(parts));
}

}  // namespace

StatusOr<std::shared_ptr<const Checkpoint>> OpenCheckpoint(FileSystem& file_system, const std::string& path,
                                                           const CheckpointOptions& options) {
  const c10::InferenceMode inference;
  if (options.threads < 1 || options.threads > 1024) {
    return Status::InvalidArgument("a checkpoint's steps take 1 to 1024 threads");
  }
  // The threads of a step wait for each other busily: with many more of them than processors, hardly anything happens.
  // An archive says how many it was made with, and any other number may give other results.
  const unsigned processors = std::max(1U, std::thread::hardware_concurrency());
  if (options.threads > kMostThreadsOfAProcessor * processors) {
    return Status::LimitExceeded("steps of " + std::to_string(options.threads) + " threads would take for ever on " +
                                 std::to_string(processors) + " processors: at most " +
                                 std::to_string(kMostThreadsOfAProcessor * processors));
  }
  Placement placement;
  LLMZIP_ASSIGN_OR_RETURN(placement.dtype, DtypeNamed(options.dtype));
  LLMZIP_ASSIGN_OR_RETURN(placement.device, DeviceNamed(options.device));
  struct stat status = {};
  if (file_system.Stat(path, &status) != 0) return Status::NotFound("there is no checkpoint " + path);
  if (S_ISDIR(status.st_mode)) return OpenFolder(file_system, path, placement, options.threads);
  if (!options.dtype.empty() && placement.dtype != at::kFloat) {
    return Status::InvalidArgument("a TorchScript file computes in its own dtype, not in " + options.dtype);
  }
  return OpenScript(file_system, path, placement.device, options.threads);
}

}  // namespace llmzip::checkpoints
