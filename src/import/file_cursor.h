// FileCursor: reads a file from its beginning, little-endian, every read checked against what is left.
//
// The first failure is kept; later reads give zeros and empty texts. Thread safety: none.
#ifndef LLMZIP_IMPORT_FILE_CURSOR_H_
#define LLMZIP_IMPORT_FILE_CURSOR_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "base/little_endian.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip::importer {

class FileCursor {
 public:
  explicit FileCursor(RandomAccessSource& file) : file_(file), size_(file.size()) {}

  [[nodiscard]] std::uint64_t position() const { return position_; }
  [[nodiscard]] std::uint64_t left() const { return size_ - position_; }
  [[nodiscard]] std::uint64_t file_size() const { return size_; }

  /// What is being read, for the message when the file ends there.
  void Enter(std::string what) { what_ = std::move(what); }
  [[nodiscard]] const std::string& what() const { return what_; }

  template <typename Integer>
  Integer Read() {
    std::uint8_t bytes[sizeof(Integer)] = {};
    Take(bytes, sizeof(Integer));
    return LoadLittleEndian<Integer>(bytes);
  }

  /// A text whose size stands before it in eight bytes. `kind` names it in messages ("a key").
  std::string ReadText(const char* kind);

  void Skip(std::uint64_t bytes);

  /// Keeps `status`, unless there was a failure before.
  void Fail(Status status);
  [[nodiscard]] bool ok() const { return status_.ok(); }
  [[nodiscard]] const Status& status() const { return status_; }

 private:
  void Take(std::uint8_t* to, std::size_t size);

  RandomAccessSource& file_;
  std::uint64_t size_;
  std::uint64_t position_ = 0;
  std::string what_;
  Status status_;
  Bytes buffer_;                // a stretch of the file
  std::uint64_t buffered_ = 0;  // where it begins
};

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_FILE_CURSOR_H_
