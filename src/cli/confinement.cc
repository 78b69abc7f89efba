#include "cli/confinement.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "cli/model_folders.h"
#include "cli/plugin_files.h"
#include "io/path_name.h"
#include "io/sandbox.h"

namespace llmzip::cli {
namespace {

namespace fs = std::filesystem;

bool IsFolder(const std::string& path) {
  struct stat status = {};
  return lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

// A model folder, and what links in it or in the checkpoints' folders in it lead to: caches are made of such links.
void AddModels(const std::string& folder, int depth, std::vector<std::string>* read) {
  read->push_back(folder);
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code unknown;
    const std::string path = entry->path().string();
    if (entry->is_symlink(unknown)) read->push_back(path);
    if (depth > 0 && entry->is_directory(unknown)) AddModels(path, depth - 1, read);
  }
}

void AddLibraries(std::vector<std::string>* read) {
  for (const char* const variable : {"LLMZIP_CHECKPOINTS", "LLMZIP_SENTENCEPIECE"}) {
    for (const std::string& file : PluginFiles(variable, "")) read->push_back(DirectoryOf(file));
  }
  const char* const path = std::getenv("LD_LIBRARY_PATH");  // nothing here changes the environment
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) read->push_back(folder);
  read->insert(read->end(), {"/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache"});
  // What libraries look at when they start: the processors, OpenSSL's settings.
  read->insert(read->end(), {"/sys/devices/system", "/proc/cpuinfo", "/proc/meminfo", "/etc/ssl"});
}

}  // namespace

void Confine(const Arguments& arguments, const std::vector<std::string>& names) {
  const bool decodes = arguments.mode != Mode::kCompress;
  if (!decodes || !arguments.sandbox) return;
  SandboxPaths paths;
  for (const std::string& folder : ModelFolders(arguments.model_folders)) AddModels(folder, 1, &paths.read);
  AddLibraries(&paths.read);
  paths.write = {"/dev/tty", "/dev/null"};
  const bool writes = arguments.mode == Mode::kDecompress && !arguments.to_stdout;
  if (writes && !arguments.output_folder.empty()) paths.write.push_back(arguments.output_folder);
  if (writes && arguments.output) {
    paths.write.push_back(*arguments.output);
    paths.write.push_back(DirectoryOf(*arguments.output));
  }
  for (const std::string& name : names) {
    if (name == "-") continue;
    paths.read.push_back(name);
    const bool beside = (writes && !arguments.output && arguments.output_folder.empty()) || arguments.remove_source;
    if (beside) paths.write.push_back(IsFolder(name) ? name : DirectoryOf(name));
  }
  EnterSandbox(paths);
}

}  // namespace llmzip::cli
