#include "cli/trainer_plugin.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace llmzip::cli {
namespace {

constexpr std::string_view kFile = "llmzip_train.so";
constexpr std::string_view kRemedy =
    "install libtorch (Debian: libtorch-dev, and libopenblas0 for speed) and build llmzip with it (docs/TRAINING.md)";

std::vector<std::filesystem::path> Candidates() {
  const char* const given = std::getenv("LLMZIP_TRAINER");  // nothing here runs beside it that changes the environment
  if (given != nullptr && *given != '\0') return {given};
  std::vector<std::filesystem::path> candidates;
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error) {
    candidates.push_back(program.parent_path() / kFile);
    candidates.push_back((program.parent_path() / LLMZIP_PLUGINS_FROM_PROGRAM / kFile).lexically_normal());
  }
  return candidates;
}

}  // namespace

StatusOr<train::TrainFunction> OpenTrainer() {
  std::error_code error;
  for (const std::filesystem::path& path : Candidates()) {
    if (!std::filesystem::exists(path, error)) continue;
    // Threads that spin while they wait are slower wherever anything else runs. libgomp reads this as it is loaded.
    setenv("OMP_WAIT_POLICY", "passive", /*overwrite=*/0);
    void* const plugin = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (plugin == nullptr) {
      return Status::NotFound("cannot open the trainer: " + std::string(dlerror()) + ": " + std::string(kRemedy));
    }
    const auto* const version = static_cast<const char* const*>(dlsym(plugin, train::kTrainVersionName));
    void* const function = dlsym(plugin, train::kTrainFunctionName);
    if (version == nullptr || function == nullptr || *version != std::string_view(LLMZIP_VERSION)) {
      return Status::NotFound("the trainer " + path.string() + " belongs to another version of llmzip");
    }
    return reinterpret_cast<train::TrainFunction>(function);
  }
  return Status::NotFound("training needs a plug-in that is not here, " + std::string(kFile) + ": " +
                          std::string(kRemedy));
}

}  // namespace llmzip::cli
