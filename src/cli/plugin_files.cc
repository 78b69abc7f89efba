#include "cli/plugin_files.h"

#include <cstdlib>
#include <filesystem>

namespace llmzip::cli {

std::vector<std::string> PluginFiles(const char* variable, std::string_view file) {
  const char* const given = std::getenv(variable);  // nothing here runs beside it that changes the environment
  if (given != nullptr && *given != '\0') return {given};
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return {};
  const auto folder = program.parent_path();
  return {(folder / file).string(), (folder / LLMZIP_PLUGINS_FROM_PROGRAM / file).lexically_normal().string()};
}

void AskForPassiveWaiting() { setenv("OMP_WAIT_POLICY", "passive", /*overwrite=*/0); }

}  // namespace llmzip::cli
