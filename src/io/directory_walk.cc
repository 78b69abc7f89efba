#include "io/directory_walk.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "io/file_error.h"

namespace llmzip {
namespace {

std::string Join(const std::string& directory, const std::string& name) {
  return directory.ends_with('/') ? directory + name : directory + '/' + name;
}

}  // namespace

void WalkDirectory(FileSystem& file_system, const std::string& directory, std::vector<std::string>* files,
                   std::vector<WalkProblem>* problems) {
  // A stack of paths instead of recursion: folders may nest deeper than the call stack.
  std::vector<std::string> pending = {directory};
  while (!pending.empty()) {
    const std::string path = std::move(pending.back());
    pending.pop_back();
    struct stat status = {};
    if (path != directory && file_system.StatNoFollow(path, &status) != 0) {
      problems->push_back({path, FileError("cannot look at it", errno)});
      continue;
    }
    if (path != directory && S_ISREG(status.st_mode)) {
      files->push_back(path);
      continue;
    }
    if (path != directory && !S_ISDIR(status.st_mode)) continue;
    std::vector<std::string> names;
    if (file_system.ListDirectory(path, &names) != 0) {
      problems->push_back({path, FileError("cannot read the folder", errno)});
      continue;
    }
    std::ranges::sort(names, std::ranges::greater());  // the stack turns it round
    for (const std::string& name : names) pending.push_back(Join(path, name));
  }
}

}  // namespace llmzip
