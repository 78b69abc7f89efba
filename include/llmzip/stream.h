// Streams of bytes: the interfaces through which llmzip reads and writes.
// Thread safety: none; one stream belongs to one thread at a time.
#ifndef LLMZIP_STREAM_H_
#define LLMZIP_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "llmzip/export.h"
#include "llmzip/status.h"

namespace llmzip {

class LLMZIP_EXPORT ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// Reads up to buffer.size() bytes. It may return fewer at any time, but 0 only at the end (or for an empty buffer).
  virtual StatusOr<std::size_t> Read(std::span<std::uint8_t> buffer) = 0;
};

/// A source of known size that can be read anywhere, such as a regular file.
class LLMZIP_EXPORT RandomAccessSource {
 public:
  RandomAccessSource() = default;
  RandomAccessSource(const RandomAccessSource&) = delete;
  RandomAccessSource& operator=(const RandomAccessSource&) = delete;
  virtual ~RandomAccessSource() = default;

  [[nodiscard]] virtual std::uint64_t size() const = 0;

  /// Fills `buffer` from `offset` on; kCorrupt ("ends too early") when the source is shorter.
  virtual Status ReadAt(std::uint64_t offset, std::span<std::uint8_t> buffer) = 0;
};

class LLMZIP_EXPORT ByteSink {
 public:
  ByteSink() = default;
  ByteSink(const ByteSink&) = delete;
  ByteSink& operator=(const ByteSink&) = delete;
  virtual ~ByteSink() = default;

  /// Writes all of `bytes`.
  virtual Status Write(std::span<const std::uint8_t> bytes) = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_STREAM_H_
