#include "io/descriptor.h"

#include <cerrno>
#include <utility>

#include "io/file_error.h"

namespace llmzip {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    if (open()) file_system_->Close(number_);
    file_system_ = other.file_system_;
    number_ = std::exchange(other.number_, -1);
  }
  return *this;
}

Descriptor::~Descriptor() {
  if (open()) file_system_->Close(number_);
}

Status Descriptor::Close() {
  if (!open()) return Status::Ok();
  // Not repeated on EINTR: Linux has closed the descriptor by then, and another thread may own its number.
  if (file_system_->Close(std::exchange(number_, -1)) == 0 || errno == EINTR) return Status::Ok();
  return FileError("cannot close", errno);
}

StatusOr<Descriptor> OpenDescriptor(FileSystem& file_system, const Location& location, int flags, mode_t mode,
                                    const char* what) {
  while (true) {
    const int number = file_system.Open(location, flags, mode);
    if (number >= 0) return Descriptor(file_system, number);
    if (errno != EINTR) return FileError(what, errno);
  }
}

}  // namespace llmzip
