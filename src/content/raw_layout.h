// Raw layout: pixels and samples that no header announces, found by how their bytes follow each other.
//
// Only what is unmistakable and common: 16-bit sound of one or two channels, and pictures of 1 bit (faxes). A few
// windows of a long run are examined, and the whole run only where they agree, so the time is small beside that of
// counting bytes. Thread safety: pure functions.
#ifndef LLMZIP_CONTENT_RAW_LAYOUT_H_
#define LLMZIP_CONTENT_RAW_LAYOUT_H_

#include <cstdint>
#include <optional>

#include "content/kind.h"
#include "llmzip/codec.h"

namespace llmzip {

struct RawLayout {
  Kind kind = Kind::kData;
  std::uint64_t begin = 0;  ///< in the bytes that were examined
  std::uint64_t end = 0;
  Bytes parameters;
};

/// Shorter stretches are not found.
inline constexpr std::uint64_t kSmallestRawLayout = 32768;

/// The first stretch of sound or a picture in `bytes`.
std::optional<RawLayout> FindRawLayout(ByteView bytes);

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_RAW_LAYOUT_H_
