#include "io/file_metadata.h"

#include <cerrno>

#include "io/file_error.h"

namespace llmzip {

FileMetadata MetadataOf(const struct stat& status) {
  FileMetadata metadata;
  metadata.mode = status.st_mode & 0777;
  metadata.owner = status.st_uid;
  metadata.group = status.st_gid;
  metadata.access_time = status.st_atim;
  metadata.modification_time = status.st_mtim;
  return metadata;
}

Status ApplyMetadata(FileSystem& file_system, int descriptor, const FileMetadata& metadata) {
  constexpr auto kKeepOwner = static_cast<uid_t>(-1);
  constexpr auto kKeepGroup = static_cast<gid_t>(-1);
  (void)file_system.ChangeOwner(descriptor, metadata.owner, kKeepGroup);

  mode_t mode = metadata.mode;
  if (file_system.ChangeOwner(descriptor, kKeepOwner, metadata.group) != 0) {
    const mode_t others = mode & 0007;
    mode &= ~static_cast<mode_t>(0070) | (others << 3);
  }
  if (file_system.ChangeMode(descriptor, mode) != 0) return FileError("cannot set the output's permissions", errno);

  const struct timespec times[2] = {metadata.access_time, metadata.modification_time};
  if (file_system.ChangeTimes(descriptor, times) != 0) return FileError("cannot set the output's times", errno);
  return Status::Ok();
}

}  // namespace llmzip
