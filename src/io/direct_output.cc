#include "io/direct_output.h"

#include <fcntl.h>

#include <cerrno>

#include "io/file_error.h"
#include "io/file_identity.h"

namespace llmzip {

StatusOr<std::unique_ptr<Output>> DirectOutput::Open(FileSystem& file_system, const Location& location,
                                                     const struct stat& looked_at) {
  LLMZIP_ASSIGN_OR_RETURN(Descriptor descriptor, OpenDescriptor(file_system, location, O_WRONLY | O_NOCTTY));
  struct stat opened = {};
  if (file_system.StatDescriptor(descriptor.number(), &opened) != 0) return FileError("cannot look at it", errno);
  if (!IsSameFile(opened, looked_at)) return Status::IoError("cannot write: it was replaced while it was opened");
  return std::unique_ptr<Output>(std::make_unique<DirectOutput>(file_system, std::move(descriptor)));
}

}  // namespace llmzip
