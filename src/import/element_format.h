// ElementFormat: how a checkpoint's numbers are stored, and what they are.
//
// Plain numbers, or GGUF's blocks of numbers that share scales. Every value is exact in a double: a product of an
// integer of few bits and a half, and a sum of two of those. Pure functions; thread-safe.
//
//   Q8_0  32: half d, 32 signed bytes q                                    d q
//   Q4_0  32: half d, 16 bytes of two digits (low: elements 0 … 15)        d (q - 8)
//   Q4_1  32: half d, half m, 16 bytes                                     d q + m
//   Q5_0  32: half d, 32 fifth bits, 16 bytes                              d (q - 16)
//   Q5_1  32: half d, half m, 32 fifth bits, 16 bytes                      d q + m
//   Q4_K 256: half d, half m, 12 bytes of 8 scales s and 8 minima t of six bits, 128 bytes     d s q - m t
//   Q5_K 256: the same, and 32 bytes of fifth bits after the scales
//   Q6_K 256: 128 bytes of low digits, 64 of upper bits, 16 signed scales s, half d            d s (q - 32)
#ifndef LLMZIP_IMPORT_ELEMENT_FORMAT_H_
#define LLMZIP_IMPORT_ELEMENT_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace llmzip::importer {

enum class ElementFormat : std::uint8_t {
  kFloat64,
  kFloat32,
  kFloat16,
  kBfloat16,
  kQ80,
  kQ40,
  kQ41,
  kQ50,
  kQ51,
  kQ4K,
  kQ5K,
  kQ6K,
  kUnread,  ///< a format that has a name, but is not read
};

/// Elements of a block, 1 for plain numbers, and its bytes; both 0 for kUnread.
struct BlockShape {
  std::uint32_t elements = 0;
  std::uint32_t bytes = 0;
};
BlockShape BlockOf(ElementFormat format);

/// Whether numbers share scales.
inline bool IsQuantised(ElementFormat format) { return BlockOf(format).elements > 1; }

/// The numbers of `blocks` whole blocks.
void Decode(ElementFormat format, const std::uint8_t* bytes, std::size_t blocks, double* to);

/// The format of a GGUF type's number, and its name; "" for a number nobody has given a meaning.
struct NamedFormat {
  ElementFormat format = ElementFormat::kUnread;
  std::string_view name;
};
NamedFormat FormatOfGgufType(std::uint32_t type);

/// The format of a safetensors dtype.
ElementFormat FormatOfDtype(std::string_view dtype);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_ELEMENT_FORMAT_H_
