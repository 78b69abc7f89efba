// HeaderReader: reads the fields of a file header, wherever it stands in a block, within bounds.
//
// A read beyond the block gives 0 and clears ok(), so that parsers can read all fields and check once.
// Thread safety: none.
#ifndef LLMZIP_CONTENT_HEADERS_HEADER_READER_H_
#define LLMZIP_CONTENT_HEADERS_HEADER_READER_H_

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/little_endian.h"
#include "llmzip/codec.h"

namespace llmzip {

class HeaderReader {
 public:
  /// Offsets count from `file`, a place in the block. Numbers are little-endian unless `big_endian`.
  HeaderReader(ByteView block, std::size_t file, bool big_endian = false)
      : bytes_(block.subspan(file)), file_(file), big_endian_(big_endian) {}

  [[nodiscard]] std::uint64_t file() const { return file_; }

  /// Whether nothing was read beyond the block.
  [[nodiscard]] bool ok() const { return ok_; }

  /// Bytes from the header's first byte to the end of the block.
  [[nodiscard]] std::uint64_t size() const { return bytes_.size(); }

  /// The block from `offset` on, at most `size` bytes; empty beyond its end.
  [[nodiscard]] ByteView Piece(std::uint64_t offset, std::uint64_t size) const {
    if (offset >= bytes_.size()) return {};
    return bytes_.subspan(static_cast<std::size_t>(offset),
                          static_cast<std::size_t>(std::min<std::uint64_t>(size, bytes_.size() - offset)));
  }

  /// A number in the reader's byte order.
  template <typename Integer>
  Integer Number(std::uint64_t offset) {
    if (!Has(offset, sizeof(Integer))) return 0;
    const auto value = LoadLittleEndian<Integer>(&bytes_[offset]);
    return big_endian_ ? ReverseBytes(value) : value;
  }

  /// Whether `text` stands at `offset`.
  bool Holds(std::uint64_t offset, std::string_view text) {
    if (!Has(offset, text.size())) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (bytes_[offset + i] != static_cast<std::uint8_t>(text[i])) return false;
    }
    return true;
  }

 private:
  bool Has(std::uint64_t offset, std::uint64_t size) {
    const bool has = offset <= bytes_.size() && bytes_.size() - offset >= size;
    ok_ &= has;
    return has;
  }

  ByteView bytes_;
  std::uint64_t file_;
  bool big_endian_;
  bool ok_ = true;
};

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_HEADERS_HEADER_READER_H_
