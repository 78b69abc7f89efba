#include "io/file_metadata.h"

#include <cerrno>

#include "io/file_error.h"

namespace llmzip {

namespace {

constexpr const char* kAccessList = "system.posix_acl_access";
constexpr std::size_t kMostListBytes = 65536;  // of any attribute, on Linux

StatusOr<Bytes> AccessListOf(FileSystem& file_system, int descriptor) {
  Bytes list(kMostListBytes);
  const ssize_t size = file_system.GetAttribute(descriptor, kAccessList, list.data(), list.size());
  if (size < 0 && errno != ENODATA && errno != ENOTSUP && errno != ENOSYS) {
    return FileError("cannot read its access list", errno);
  }
  list.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return list;
}

/// Permissions: the mode, and the list that refines it or is taken away.
Status ApplyAccess(FileSystem& file_system, int descriptor, const FileMetadata& metadata, bool group_kept) {
  mode_t mode = metadata.mode;
  if (!group_kept) mode &= ~static_cast<mode_t>(0070) | (mode & 0007) << 3;
  const bool has_list = !metadata.access_list.empty();
  // The mode's bits for the group then bound the list; who it shuts out must not come in through those for the others.
  if (has_list) mode &= 0700;
  if (!has_list && file_system.RemoveAttribute(descriptor, kAccessList) != 0 && errno != ENODATA && errno != ENOTSUP &&
      errno != ENOSYS) {
    mode &= 0700;
  }
  if (file_system.ChangeMode(descriptor, mode) != 0) return FileError("cannot set the output's permissions", errno);
  if (has_list && group_kept) {
    (void)file_system.SetAttribute(descriptor, kAccessList, metadata.access_list.data(), metadata.access_list.size());
  }
  return Status::Ok();
}

}  // namespace

StatusOr<FileMetadata> MetadataOf(FileSystem& file_system, int descriptor, const struct stat& status) {
  FileMetadata metadata;
  metadata.mode = status.st_mode & 0777;
  metadata.owner = status.st_uid;
  metadata.group = status.st_gid;
  metadata.access_time = status.st_atim;
  metadata.modification_time = status.st_mtim;
  LLMZIP_ASSIGN_OR_RETURN(metadata.access_list, AccessListOf(file_system, descriptor));
  return metadata;
}

Status ApplyMetadata(FileSystem& file_system, int descriptor, const FileMetadata& metadata) {
  constexpr auto kKeepOwner = static_cast<uid_t>(-1);
  constexpr auto kKeepGroup = static_cast<gid_t>(-1);
  (void)file_system.ChangeOwner(descriptor, metadata.owner, kKeepGroup);
  const bool group_kept = file_system.ChangeOwner(descriptor, kKeepOwner, metadata.group) == 0;
  LLMZIP_RETURN_IF_ERROR(ApplyAccess(file_system, descriptor, metadata, group_kept));

  const struct timespec times[2] = {metadata.access_time, metadata.modification_time};
  if (file_system.ChangeTimes(descriptor, times) != 0) return FileError("cannot set the output's times", errno);
  return Status::Ok();
}

}  // namespace llmzip
