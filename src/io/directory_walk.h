// DirectoryWalk: the regular files below a folder, in an order that does not depend on the file system.
#ifndef LLMZIP_IO_DIRECTORY_WALK_H_
#define LLMZIP_IO_DIRECTORY_WALK_H_

#include <string>
#include <vector>

#include "io/file_system.h"
#include "llmzip/status.h"

namespace llmzip {

struct WalkProblem {
  std::string path;
  Status status;
};

/// Appends to `files` every regular file below `directory`, sorted by name (bytes) within each folder. Symbolic links
/// are never followed, so the walk ends; they and other special files are left out. A folder that cannot be
/// read is added to `problems` and the walk goes on.
void WalkDirectory(FileSystem& file_system, const std::string& directory, std::vector<std::string>* files,
                   std::vector<WalkProblem>* problems);

}  // namespace llmzip

#endif  // LLMZIP_IO_DIRECTORY_WALK_H_
