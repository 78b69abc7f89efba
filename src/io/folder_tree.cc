#include "io/folder_tree.h"

#include <fcntl.h>

#include <utility>

namespace llmzip {
namespace {

constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK;

StatusOr<std::shared_ptr<const Descriptor>> OpenFolder(FileSystem& file_system, const Location& location) {
  LLMZIP_ASSIGN_OR_RETURN(Descriptor descriptor,
                          OpenDescriptor(file_system, location, kFolderFlags, 0, "cannot read the folder"));
  return std::make_shared<const Descriptor>(std::move(descriptor));
}

}  // namespace

StatusOr<FolderTree> FolderTree::OpenRoot(FileSystem& file_system, const std::string& root) {
  FolderTree tree(file_system);
  LLMZIP_ASSIGN_OR_RETURN(tree.root_, OpenFolder(file_system, root));
  tree.last_ = tree.root_;
  return tree;
}

StatusOr<std::shared_ptr<const Descriptor>> FolderTree::Open(const std::string& below) {
  if (below == last_below_) return last_;
  std::shared_ptr<const Descriptor> folder = root_;
  std::string_view rest = below;
  if (!last_below_.empty() && rest.starts_with(last_below_) && rest[last_below_.size()] == '/') {
    folder = last_;
    rest.remove_prefix(last_below_.size() + 1);
  }
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    const Location next(folder->number(), std::string(rest.substr(0, end)));
    LLMZIP_ASSIGN_OR_RETURN(folder, OpenFolder(*file_system_, next));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  last_below_ = below;
  last_ = folder;
  return folder;
}

}  // namespace llmzip
