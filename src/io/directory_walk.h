// DirectoryWalk: the regular files below a folder, in an order that does not depend on the file system.
//
// Files come sorted by name (bytes) within each folder, one at a time, so that what is done to one may be done before
// the next is looked for; a folder's names are those it had when the walk came to it. Symbolic links are never
// followed, also where one takes a folder's place during the walk, so the walk ends and stays below the root; links and
// special files are left out. Thread safety: one thread at a time.
#ifndef LLMZIP_IO_DIRECTORY_WALK_H_
#define LLMZIP_IO_DIRECTORY_WALK_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/descriptor.h"
#include "io/file_system.h"
#include "io/folder_tree.h"
#include "llmzip/status.h"

namespace llmzip {

/// A file, or why there is none.
struct WalkedFile {
  std::string path;                          ///< for people: the root, and what is below it
  std::shared_ptr<const Descriptor> folder;  ///< that it lies in; null where there is a problem
  std::string name;                          ///< in that folder
  Status status;                             ///< a folder that cannot be read, or a name that cannot be looked at
};

class DirectoryWalk {
 public:
  DirectoryWalk(FileSystem& file_system, std::string root);

  /// The next file or problem; nullopt at the end.
  std::optional<WalkedFile> Next();

 private:
  std::optional<WalkedFile> Visit(const std::string& below);
  Status List(const std::string& below);
  [[nodiscard]] WalkedFile Problem(const std::string& below, Status status) const;
  [[nodiscard]] std::string PathOf(const std::string& below) const;

  FileSystem* file_system_;
  std::string root_;
  std::optional<FolderTree> tree_;    // once it is open
  std::vector<std::string> pending_;  // a stack instead of recursion: folders may nest deeper than the call stack
};

}  // namespace llmzip

#endif  // LLMZIP_IO_DIRECTORY_WALK_H_
