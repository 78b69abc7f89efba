// BufferedSource: a ByteSource with look-ahead that knows its position.
#ifndef LLMZIP_ENGINE_BUFFERED_SOURCE_H_
#define LLMZIP_ENGINE_BUFFERED_SOURCE_H_

#include <cstddef>
#include <cstdint>

#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip {

class BufferedSource {
 public:
  /// `source` must outlive this object.
  explicit BufferedSource(ByteSource& source);

  /// Most bytes that Peek can return.
  static constexpr std::size_t kMaxPeek = std::size_t{64} << 10;

  /// Bytes taken so far.
  [[nodiscard]] std::uint64_t offset() const { return offset_; }

  /// The next `size` bytes without taking them; fewer only where the source ends. Valid until the next call.
  StatusOr<ByteView> Peek(std::size_t size);

  /// Takes `size` bytes that Peek has shown.
  void Skip(std::size_t size);

  /// Appends up to `size` bytes to *out and returns how many; fewer only at the end of the source. Memory grows with
  /// the bytes that arrive, not with `size`, which may be untrusted.
  StatusOr<std::uint64_t> Append(std::uint64_t size, Bytes* out);

 private:
  ByteSource& source_;
  Bytes buffer_;
  std::size_t begin_ = 0;  // buffer_[begin_, end_) was read and not taken
  std::size_t end_ = 0;
  std::uint64_t offset_ = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_BUFFERED_SOURCE_H_
