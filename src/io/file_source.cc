#include "io/file_source.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>

#include "io/file_error.h"

namespace llmzip {
namespace {

// A descriptor inherited in non-blocking mode answers EAGAIN; wait rather than fail.
void WaitUntilReadable(int descriptor) {
  struct pollfd wait = {descriptor, POLLIN, 0};
  ::poll(&wait, 1, /*timeout=*/1000);
}

}  // namespace

StatusOr<std::size_t> FileSource::Read(std::span<std::uint8_t> buffer) {
  const auto most = static_cast<std::size_t>(std::min<std::uint64_t>({buffer.size(), kMostBytesPerCall, left_}));
  if (most == 0) return std::size_t{0};
  while (true) {
    const ssize_t count = file_system_->Read(descriptor_, buffer.data(), most);
    if (count >= 0) {
      left_ -= static_cast<std::uint64_t>(count);
      return static_cast<std::size_t>(count);
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
      WaitUntilReadable(descriptor_);
    } else if (errno != EINTR) {
      return FileError("cannot read", errno);
    }
  }
}

Status FileRandomAccessSource::ReadAt(std::uint64_t offset, std::span<std::uint8_t> buffer) {
  if (offset > size_ || buffer.size() > size_ - offset) return Status::Corrupt("file ends too early");
  while (!buffer.empty()) {
    const ssize_t count = file_system_->ReadAt(descriptor_, buffer.data(), std::min(buffer.size(), kMostBytesPerCall),
                                               static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileError("cannot read", errno);
    if (count == 0) return Status::Corrupt("file ends too early");  // it shrank since stat
    buffer = buffer.subspan(static_cast<std::size_t>(count));
    offset += static_cast<std::uint64_t>(count);
  }
  return Status::Ok();
}

}  // namespace llmzip
