// FileMetadata: what an output takes over from its source: permissions, access list and times, and the owner where
// allowed.
#ifndef LLMZIP_IO_FILE_METADATA_H_
#define LLMZIP_IO_FILE_METADATA_H_

#include <sys/types.h>

#include <ctime>

#include "io/file_system.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

struct FileMetadata {
  mode_t mode = 0;  ///< permission bits; set-user-id, set-group-id and sticky are never taken over
  uid_t owner = 0;
  gid_t group = 0;
  struct timespec access_time = {};
  struct timespec modification_time = {};
  Bytes access_list;  ///< POSIX ACL, as the kernel hands it out; empty: there is none beyond the mode
};

/// Of an open file that `status` describes.
StatusOr<FileMetadata> MetadataOf(FileSystem& file_system, int descriptor, const struct stat& status);

/// Sets `metadata` on an open file that only its creator can read so far, so that nobody gains access. Failing to set
/// owner and group is no error (only root may give files away). If the group could not be set, the new group gets only
/// the permissions that others have. An access list is copied if its group could be set; if it cannot be copied, only
/// the owner gets access. If the source has none, one inherited from the folder is removed. Setting mode and times must
/// succeed.
Status ApplyMetadata(FileSystem& file_system, int descriptor, const FileMetadata& metadata);

}  // namespace llmzip

#endif  // LLMZIP_IO_FILE_METADATA_H_
