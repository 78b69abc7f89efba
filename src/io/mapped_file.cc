#include "io/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <limits>

#include "io/descriptor.h"
#include "io/file_error.h"

namespace llmzip {

StatusOr<std::shared_ptr<const MappedFile>> MappedFile::Map(FileSystem& file_system, const std::string& name,
                                                            std::uint64_t most) {
  LLMZIP_ASSIGN_OR_RETURN(const Descriptor file, OpenDescriptor(file_system, name, O_RDONLY | O_NOCTTY | O_NONBLOCK));
  struct stat status = {};
  if (file_system.StatDescriptor(file.number(), &status) != 0) return FileError("cannot stat", errno);
  if (!S_ISREG(status.st_mode)) return Status::InvalidArgument("it is not a regular file");
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > most || size > std::numeric_limits<std::size_t>::max())
    return Status::LimitExceeded("it has more than " + std::to_string(most) + " bytes");
  // Made first: what is mapped must have an owner, even if there is no memory for one.
  const std::shared_ptr<MappedFile> mapped(new MappedFile(nullptr, 0));
  if (size == 0) return std::shared_ptr<const MappedFile>(mapped);
  void* const data = file_system.Map(file.number(), static_cast<std::size_t>(size));
  if (data == MAP_FAILED) return errno == ENOMEM ? Status::OutOfMemory() : FileError("cannot map", errno);
  mapped->data_ = static_cast<const std::uint8_t*>(data);
  mapped->size_ = static_cast<std::size_t>(size);
  return std::shared_ptr<const MappedFile>(mapped);
}

MappedFile::~MappedFile() {
  if (size_ != 0) ::munmap(const_cast<std::uint8_t*>(data_), size_);
}

}  // namespace llmzip
