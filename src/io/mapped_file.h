// MappedFile: a regular file's bytes in memory, read by the system as they are touched; processes that map the same
// file share its memory.
//
// Whoever cuts the file short while it is mapped ends the process (SIGBUS): it is for files that are installed and
// replaced, as model files are, not for input that others may be writing.
// Thread safety: immutable.
#ifndef LLMZIP_IO_MAPPED_FILE_H_
#define LLMZIP_IO_MAPPED_FILE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "io/file_system.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

class MappedFile {
 public:
  /// Never blocks: kInvalidArgument if it is not a regular file; kLimitExceeded if it has more than `most` bytes.
  static StatusOr<std::shared_ptr<const MappedFile>> Map(FileSystem& file_system, const std::string& name,
                                                         std::uint64_t most);

  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  [[nodiscard]] ByteView bytes() const { return {data_, size_}; }

 private:
  MappedFile(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

  const std::uint8_t* data_;
  std::size_t size_;
};

}  // namespace llmzip

#endif  // LLMZIP_IO_MAPPED_FILE_H_
