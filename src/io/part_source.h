// PartSource: a part of a source that can be read anywhere, from its beginning on. Thread safety: as that source.
#ifndef LLMZIP_IO_PART_SOURCE_H_
#define LLMZIP_IO_PART_SOURCE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip {

class PartSource final : public ByteSource {
 public:
  /// `source` must outlive this object, and have the bytes [begin, begin + size).
  PartSource(RandomAccessSource& source, std::uint64_t begin, std::uint64_t size)
      : source_(source), offset_(begin), end_(begin + size) {}

  StatusOr<std::size_t> Read(std::span<std::uint8_t> buffer) override {
    const auto piece = buffer.first(static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), end_ - offset_)));
    if (!piece.empty()) LLMZIP_RETURN_IF_ERROR(source_.ReadAt(offset_, piece));
    offset_ += piece.size();
    return piece.size();
  }

 private:
  RandomAccessSource& source_;
  std::uint64_t offset_;
  const std::uint64_t end_;
};

}  // namespace llmzip

#endif  // LLMZIP_IO_PART_SOURCE_H_
