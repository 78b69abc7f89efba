// FolderTree: the folders below one, opened so that no symbolic link can lead out of it.
//
// Purpose: to work on files of a tree that somebody else may change meanwhile. Every folder is opened by its name
// within the one above, which is open, and never through a link; files are then named relative to their open folder.
// Invariant: a descriptor from Open is a folder that was below the root when it was opened.
// Thread safety: one thread at a time.
#ifndef LLMZIP_IO_FOLDER_TREE_H_
#define LLMZIP_IO_FOLDER_TREE_H_

#include <memory>
#include <string>
#include <string_view>

#include "io/descriptor.h"
#include "io/file_system.h"
#include "llmzip/status.h"

namespace llmzip {

class FolderTree {
 public:
  /// `root` itself may be reached through links, but is none.
  static StatusOr<FolderTree> OpenRoot(FileSystem& file_system, const std::string& root);

  /// The folder `below` ("a/b"; "" is the root), held open for as long as somebody has the result.
  StatusOr<std::shared_ptr<const Descriptor>> Open(const std::string& below);

 private:
  explicit FolderTree(FileSystem& file_system) : file_system_(&file_system) {}

  FileSystem* file_system_;
  std::shared_ptr<const Descriptor> root_;
  std::string last_below_;  ///< most folders are opened after themselves or the one above
  std::shared_ptr<const Descriptor> last_;
};

}  // namespace llmzip

#endif  // LLMZIP_IO_FOLDER_TREE_H_
