// CodeParameters: the parameters of a segment of machine code.
//
// Byte layout: the address of the segment's first byte, a varint of at most 32 bits. Addresses may count from any
// origin, but from the same one in all segments of a program, later blocks included: then all branches to one place,
// from wherever, become the same number (src/filters/branches).
// Thread safety: a value.
#ifndef LLMZIP_CONTENT_CODE_PARAMETERS_H_
#define LLMZIP_CONTENT_CODE_PARAMETERS_H_

#include <cstdint>
#include <string>

#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

struct CodeParameters {
  std::uint32_t address = 0;

  /// kCorrupt unless `parameters` is exactly what Serialised() may make.
  static StatusOr<CodeParameters> Parse(ByteView parameters);
  [[nodiscard]] Bytes Serialised() const;
  [[nodiscard]] std::string Describe() const;

  /// The parameters of the place `bytes` further on.
  [[nodiscard]] CodeParameters Advanced(std::uint64_t bytes) const {
    return {static_cast<std::uint32_t>(address + bytes)};
  }

  friend bool operator==(const CodeParameters&, const CodeParameters&) = default;
};

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_CODE_PARAMETERS_H_
