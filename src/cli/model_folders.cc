#include "cli/model_folders.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>

namespace llmzip::cli {
namespace {

constexpr std::string_view kOwnFolder = "/llmzip/models";

std::string Variable(const char* name) {
  const char* const value = std::getenv(name);  // nothing here changes the environment
  return value == nullptr ? "" : value;
}

std::string UserFolder() {
  // A relative XDG_DATA_HOME is to be ignored, says its specification.
  if (const std::string data = Variable("XDG_DATA_HOME"); data.starts_with('/')) return data + std::string(kOwnFolder);
  if (const std::string home = Variable("HOME"); !home.empty()) return home + "/.local/share" + std::string(kOwnFolder);
  return "";
}

/// Beside the program, wherever its tree was moved; where it was built to be installed if that cannot be told.
std::string InstalledFolder() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return LLMZIP_INSTALLED_MODELS;
  return (program.parent_path() / LLMZIP_MODELS_FROM_PROGRAM).lexically_normal().string();
}

}  // namespace

std::vector<std::string> ModelFolders(const std::vector<std::string>& given) {
  std::vector<std::string> folders;
  const auto add = [&](std::string folder) {
    if (!folder.empty() && std::ranges::find(folders, folder) == folders.end()) folders.push_back(std::move(folder));
  };
  for (const std::string& folder : given) add(folder);
  std::string list = Variable("LLMZIP_MODELS") + ":";
  for (std::size_t end = 0; (end = list.find(':')) != std::string::npos; list.erase(0, end + 1)) {
    add(list.substr(0, end));
  }
  add(UserFolder());
  add(InstalledFolder());
  return folders;
}

}  // namespace llmzip::cli
