#include "io/directory_walk.h"

#include <algorithm>
#include <cerrno>
#include <functional>
#include <utility>

#include "io/file_error.h"
#include "io/path_name.h"

namespace llmzip {
namespace {

std::string Join(const std::string& folder, const std::string& name) {
  return folder.empty() || folder.ends_with('/') ? folder + name : folder + '/' + name;
}

}  // namespace

DirectoryWalk::DirectoryWalk(FileSystem& file_system, std::string root)
    : file_system_(&file_system), root_(std::move(root)), pending_({""}) {}

std::optional<WalkedFile> DirectoryWalk::Next() {
  while (!pending_.empty()) {
    const std::string below = std::move(pending_.back());
    pending_.pop_back();
    auto found = Visit(below);
    if (found.has_value()) return found;
  }
  return std::nullopt;
}

std::optional<WalkedFile> DirectoryWalk::Visit(const std::string& below) {
  if (below.empty()) {
    auto tree = FolderTree::OpenRoot(*file_system_, root_);
    if (!tree.ok()) return Problem(below, tree.status());
    tree_ = *std::move(tree);
  } else {
    const std::string name(NameOf(below));
    auto folder = tree_->Open(below.substr(0, below.size() - std::min(below.size(), name.size() + 1)));
    if (!folder.ok()) return Problem(below, folder.status());
    struct stat status = {};
    if (file_system_->StatNoFollow({(*folder)->number(), name}, &status) != 0) {
      return Problem(below, FileError("cannot look at it", errno));
    }
    if (S_ISREG(status.st_mode)) return WalkedFile{PathOf(below), *std::move(folder), name, Status::Ok()};
    if (!S_ISDIR(status.st_mode)) return std::nullopt;
  }
  Status listed = List(below);
  if (!listed.ok()) return Problem(below, std::move(listed));
  return std::nullopt;
}

Status DirectoryWalk::List(const std::string& below) {
  LLMZIP_ASSIGN_OR_RETURN(const auto folder, tree_->Open(below));
  std::vector<std::string> names;
  if (file_system_->ListDirectory({folder->number(), "."}, &names) != 0) {
    return FileError("cannot read the folder", errno);
  }
  std::ranges::sort(names, std::ranges::greater());  // the stack turns it round
  for (const std::string& name : names) pending_.push_back(Join(below, name));
  return Status::Ok();
}

WalkedFile DirectoryWalk::Problem(const std::string& below, Status status) const {
  return WalkedFile{PathOf(below), nullptr, {}, std::move(status)};
}

std::string DirectoryWalk::PathOf(const std::string& below) const { return below.empty() ? root_ : Join(root_, below); }

}  // namespace llmzip
