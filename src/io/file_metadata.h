// FileMetadata: what an output takes over from its source: permissions, times, and the owner where allowed.
#ifndef LLMZIP_IO_FILE_METADATA_H_
#define LLMZIP_IO_FILE_METADATA_H_

#include <sys/types.h>

#include <ctime>

#include "io/file_system.h"
#include "llmzip/status.h"

namespace llmzip {

struct FileMetadata {
  mode_t mode = 0;  ///< permission bits; set-user-id, set-group-id and sticky are never taken over
  uid_t owner = 0;
  gid_t group = 0;
  struct timespec access_time = {};
  struct timespec modification_time = {};
};

FileMetadata MetadataOf(const struct stat& status);

/// Sets `metadata` on an open file that only its creator can read so far. Failing to set owner and group is no error
/// (only root may give files away). If the group could not be set, the new group gets only the permissions that others
/// have, so that nobody gains access. Setting mode and times must succeed.
Status ApplyMetadata(FileSystem& file_system, int descriptor, const FileMetadata& metadata);

}  // namespace llmzip

#endif  // LLMZIP_IO_FILE_METADATA_H_
