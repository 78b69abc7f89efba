// SourceWindow: small views into a RandomAccessSource at rising offsets, read in larger pieces.
// Thread safety: none.
#ifndef LLMZIP_ENGINE_SOURCE_WINDOW_H_
#define LLMZIP_ENGINE_SOURCE_WINDOW_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip {

class SourceWindow {
 public:
  /// Covers `source` up to `end`, which must be within it; `source` must outlive the window.
  SourceWindow(RandomAccessSource& source, std::uint64_t end) : source_(source), end_(end) {}

  [[nodiscard]] std::uint64_t end() const { return end_; }

  /// The `size` bytes at `offset` (at most end()), fewer only at the end. Valid until the next call.
  StatusOr<ByteView> At(std::uint64_t offset, std::size_t size) {
    const std::size_t most = std::min<std::uint64_t>(size, end_ - offset);
    if (offset < begin_ || offset + most > begin_ + bytes_.size()) {
      bytes_.resize(std::min<std::uint64_t>(std::max(size, kPieceSize), end_ - offset));
      begin_ = offset;
      LLMZIP_RETURN_IF_ERROR(source_.ReadAt(offset, bytes_));
    }
    return ByteView(bytes_).subspan(offset - begin_, most);
  }

  /// Reads the `size` bytes at `offset`, all of which must exist, directly into *bytes, without changing the window.
  Status Read(std::uint64_t offset, std::uint64_t size, Bytes* bytes) {
    bytes->resize(size);
    return source_.ReadAt(offset, *bytes);
  }

 private:
  static constexpr std::size_t kPieceSize = std::size_t{64} << 10;

  RandomAccessSource& source_;
  std::uint64_t end_;
  std::uint64_t begin_ = 0;  // bytes_ is source[begin_, begin_ + bytes_.size())
  Bytes bytes_;
};

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_SOURCE_WINDOW_H_
