// FileSource, FileRandomAccessSource: reading from descriptors, whatever read(2) returns.
// Neither owns its descriptor, which must stay open as long as the source is used.
#ifndef LLMZIP_IO_FILE_SOURCE_H_
#define LLMZIP_IO_FILE_SOURCE_H_

#include <cstdint>

#include "io/file_system.h"
#include "io/stream.h"

namespace llmzip {

/// Reads on from the descriptor's position: regular files, pipes, terminals, devices.
class FileSource final : public ByteSource {
 public:
  /// Ends after `most` bytes, whatever else there is.
  FileSource(FileSystem& file_system, int descriptor, std::uint64_t most = UINT64_MAX)
      : file_system_(&file_system), descriptor_(descriptor), left_(most) {}
  StatusOr<std::size_t> Read(std::span<std::uint8_t> buffer) override;

 private:
  FileSystem* file_system_;
  int descriptor_;
  std::uint64_t left_;
};

/// Reads a regular file anywhere; `size` is what stat said.
class FileRandomAccessSource final : public RandomAccessSource {
 public:
  FileRandomAccessSource(FileSystem& file_system, int descriptor, std::uint64_t size)
      : file_system_(&file_system), descriptor_(descriptor), size_(size) {}
  [[nodiscard]] std::uint64_t size() const override { return size_; }
  Status ReadAt(std::uint64_t offset, std::span<std::uint8_t> buffer) override;

 private:
  FileSystem* file_system_;
  int descriptor_;
  std::uint64_t size_;
};

}  // namespace llmzip

#endif  // LLMZIP_IO_FILE_SOURCE_H_
