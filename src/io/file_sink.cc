#include "io/file_sink.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>

#include "io/file_error.h"

namespace llmzip {
namespace {

bool AllZero(std::span<const std::uint8_t> bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

void WaitUntilWritable(int descriptor) {
  struct pollfd wait = {descriptor, POLLOUT, 0};
  ::poll(&wait, 1, /*timeout=*/1000);
}

}  // namespace

Status FileSink::Write(std::span<const std::uint8_t> bytes) {
  if (!sparse_) {
    position_ += bytes.size();
    return WriteAll(bytes);
  }
  while (!bytes.empty()) {
    const std::uint64_t to_boundary = kHoleBlockBytes - position_ % kHoleBlockBytes;
    const std::size_t piece = static_cast<std::size_t>(std::min<std::uint64_t>(to_boundary, bytes.size()));
    if (piece == kHoleBlockBytes && AllZero(bytes.first(piece))) {
      pending_hole_ += piece;
      position_ += piece;
      bytes = bytes.subspan(piece);
      continue;
    }
    // Data goes on until the next whole block of zeros.
    std::size_t run = piece;
    while (bytes.size() - run >= kHoleBlockBytes && !AllZero(bytes.subspan(run, kHoleBlockBytes))) {
      run += kHoleBlockBytes;
    }
    if (bytes.size() - run < kHoleBlockBytes) run = bytes.size();
    LLMZIP_RETURN_IF_ERROR(SkipHole());
    LLMZIP_RETURN_IF_ERROR(WriteAll(bytes.first(run)));
    position_ += run;
    bytes = bytes.subspan(run);
  }
  return Status::Ok();
}

Status FileSink::Finish() {
  if (pending_hole_ == 0) return Status::Ok();
  LLMZIP_RETURN_IF_ERROR(SkipHole());
  while (file_system_->Truncate(descriptor_, static_cast<off_t>(position_)) != 0) {
    if (errno != EINTR) return FileError("cannot set the size of the output", errno);
  }
  return Status::Ok();
}

Status FileSink::WriteAll(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = file_system_->Write(descriptor_, bytes.data(), std::min(bytes.size(), kMostBytesPerCall));
    if (count > 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    } else if (count == 0) {
      return Status::IoError("cannot write: the system took no bytes");
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      WaitUntilWritable(descriptor_);
    } else if (errno != EINTR) {
      return FileError("cannot write", errno);
    }
  }
  return Status::Ok();
}

Status FileSink::SkipHole() {
  if (pending_hole_ == 0) return Status::Ok();
  if (file_system_->Seek(descriptor_, static_cast<off_t>(pending_hole_), SEEK_CUR) < 0) {
    return FileError("cannot seek in the output", errno);
  }
  pending_hole_ = 0;
  return Status::Ok();
}

}  // namespace llmzip
