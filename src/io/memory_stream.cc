#include "io/memory_stream.h"

#include <algorithm>

namespace llmzip {

StatusOr<std::size_t> ReadFully(ByteSource& source, std::span<std::uint8_t> buffer) {
  std::size_t filled = 0;
  while (filled < buffer.size()) {
    LLMZIP_ASSIGN_OR_RETURN(const std::size_t count, source.Read(buffer.subspan(filled)));
    if (count == 0) break;
    filled += count;
  }
  return filled;
}

StatusOr<std::size_t> MemorySource::Read(std::span<std::uint8_t> buffer) {
  const std::size_t count = std::min(buffer.size(), rest_.size());
  std::copy_n(rest_.begin(), count, buffer.begin());
  rest_ = rest_.subspan(count);
  return count;
}

Status MemoryRandomAccessSource::ReadAt(std::uint64_t offset, std::span<std::uint8_t> buffer) {
  if (offset > bytes_.size() || buffer.size() > bytes_.size() - offset) return Status::Corrupt("file ends too early");
  std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), buffer.size(), buffer.begin());
  return Status::Ok();
}

Status MemorySink::Write(std::span<const std::uint8_t> bytes) {
  bytes_->insert(bytes_->end(), bytes.begin(), bytes.end());
  return Status::Ok();
}

}  // namespace llmzip
