#include "import/file_cursor.h"

#include <algorithm>

namespace llmzip::importer {
namespace {

constexpr std::uint64_t kBufferBytes = std::uint64_t{1} << 16;

}  // namespace

void FileCursor::Fail(Status status) {
  if (status_.ok()) status_ = std::move(status);
}

void FileCursor::Skip(std::uint64_t bytes) {
  if (!ok()) return;
  if (bytes > left()) return Fail(Status::Corrupt("the file ends inside " + what_));
  position_ += bytes;
}

void FileCursor::Take(std::uint8_t* to, std::size_t size) {
  if (!ok()) return;
  if (size > left()) return Fail(Status::Corrupt("the file ends inside " + what_));
  while (size > 0) {
    if (position_ < buffered_ || position_ - buffered_ >= buffer_.size()) {
      buffer_.resize(static_cast<std::size_t>(std::min(kBufferBytes, left())));
      buffered_ = position_;
      if (Status read = file_.ReadAt(position_, buffer_); !read.ok()) {
        buffer_.clear();
        return Fail(std::move(read));
      }
    }
    const auto at = static_cast<std::size_t>(position_ - buffered_);
    const std::size_t count = std::min(size, buffer_.size() - at);
    std::copy_n(buffer_.begin() + static_cast<std::ptrdiff_t>(at), count, to);
    to += count;
    size -= count;
    position_ += count;
  }
}

std::string FileCursor::ReadText(const char* kind) {
  const auto size = Read<std::uint64_t>();
  if (!ok()) return {};
  if (size > left()) {
    Fail(Status::Corrupt(what_ + ": " + kind + " of " + std::to_string(size) + " bytes, where " +
                         std::to_string(left()) + " are left"));
    return {};
  }
  std::string text(static_cast<std::size_t>(size), '\0');
  Take(reinterpret_cast<std::uint8_t*>(text.data()), text.size());
  return text;
}

}  // namespace llmzip::importer
