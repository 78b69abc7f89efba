// FieldReader: reads the fields of a structure one after the other from untrusted bytes, each within its bounds. Errors
// are kCorrupt and name the structure and the field: "block header: raw size is out of range".
// Thread safety: none.
#ifndef LLMZIP_FRAME_FIELD_READER_H_
#define LLMZIP_FRAME_FIELD_READER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

class FieldReader {
 public:
  /// `structure` names what is read; it must outlive the reader.
  FieldReader(ByteView bytes, std::string_view structure) : all_(bytes), rest_(bytes), structure_(structure) {}

  /// Bytes taken so far.
  [[nodiscard]] std::size_t taken() const { return all_.size() - rest_.size(); }
  [[nodiscard]] ByteView taken_bytes() const { return all_.first(taken()); }
  [[nodiscard]] std::size_t left() const { return rest_.size(); }

  StatusOr<std::uint8_t> TakeByte(std::string_view field);
  StatusOr<std::uint32_t> TakeFixed32(std::string_view field);

  /// A varint within least … most.
  StatusOr<std::uint64_t> TakeNumber(std::string_view field, std::uint64_t least, std::uint64_t most);

  /// The next `size` bytes, a view into the input.
  StatusOr<ByteView> TakeBytes(std::string_view field, std::size_t size);

  /// A varint size within 1 … most, then that many bytes.
  StatusOr<std::string> TakeText(std::string_view field, std::uint64_t most);

  /// kCorrupt: "structure: field what".
  [[nodiscard]] Status Error(std::string_view field, std::string_view what) const;

 private:
  ByteView all_;
  ByteView rest_;
  std::string_view structure_;
};

}  // namespace llmzip

#endif  // LLMZIP_FRAME_FIELD_READER_H_
