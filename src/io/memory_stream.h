// Streams over memory, for the buffer API and for tests.
#ifndef LLMZIP_IO_MEMORY_STREAM_H_
#define LLMZIP_IO_MEMORY_STREAM_H_

#include <cstdint>
#include <span>
#include <vector>

#include "io/stream.h"

namespace llmzip {

/// Reads `bytes`, which must outlive the source.
class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::span<const std::uint8_t> bytes) : rest_(bytes) {}
  StatusOr<std::size_t> Read(std::span<std::uint8_t> buffer) override;

 private:
  std::span<const std::uint8_t> rest_;
};

/// Random access to `bytes`, which must outlive the source.
class MemoryRandomAccessSource final : public RandomAccessSource {
 public:
  explicit MemoryRandomAccessSource(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
  Status ReadAt(std::uint64_t offset, std::span<std::uint8_t> buffer) override;

 private:
  std::span<const std::uint8_t> bytes_;
};

/// Appends to `bytes`, which must outlive the sink.
class MemorySink final : public ByteSink {
 public:
  explicit MemorySink(std::vector<std::uint8_t>* bytes) : bytes_(bytes) {}
  Status Write(std::span<const std::uint8_t> bytes) override;

 private:
  std::vector<std::uint8_t>* bytes_;
};

}  // namespace llmzip

#endif  // LLMZIP_IO_MEMORY_STREAM_H_
