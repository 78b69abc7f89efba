#include "engine/buffered_source.h"

#include <algorithm>
#include <cassert>

namespace llmzip {

BufferedSource::BufferedSource(ByteSource& source) : source_(source), buffer_(kMaxPeek) {}

StatusOr<ByteView> BufferedSource::Peek(std::size_t size) {
  assert(size <= kMaxPeek);
  if (end_ - begin_ < size && begin_ > 0) {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    end_ -= begin_;
    begin_ = 0;
  }
  while (end_ - begin_ < size) {
    LLMZIP_ASSIGN_OR_RETURN(const std::size_t count, source_.Read(std::span(buffer_).subspan(end_)));
    if (count == 0) break;
    end_ += count;
  }
  return ByteView(buffer_).subspan(begin_, std::min(size, end_ - begin_));
}

void BufferedSource::Skip(std::size_t size) {
  assert(size <= end_ - begin_);
  begin_ += size;
  offset_ += size;
}

StatusOr<std::uint64_t> BufferedSource::Append(std::uint64_t size, Bytes* out) {
  const std::uint64_t buffered = std::min<std::uint64_t>(size, end_ - begin_);
  const auto from = buffer_.begin() + static_cast<std::ptrdiff_t>(begin_);
  out->insert(out->end(), from, from + static_cast<std::ptrdiff_t>(buffered));
  Skip(buffered);
  std::uint64_t taken = buffered;
  while (taken < size) {
    const std::size_t filled = out->size();
    // At most doubling: if a size in the archive is false, memory stays below twice the bytes that were really there.
    const std::uint64_t step = std::min<std::uint64_t>(size - taken, std::max<std::size_t>(kMaxPeek, filled));
    out->resize(filled + step);
    std::size_t count = 0;
    while (count < step) {
      auto read = source_.Read(std::span(*out).subspan(filled + count, step - count));
      if (!read.ok() || *read == 0) {
        out->resize(filled + count);
        offset_ += count;
        if (!read.ok()) return read.status();
        return taken + count;
      }
      count += *read;
    }
    offset_ += step;
    taken += step;
  }
  return taken;
}

}  // namespace llmzip
