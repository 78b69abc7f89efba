// Padding: zero bytes after the last frame, which tar, tapes and block devices append to fill their last block. They
// are not part of the archive, and not damage.
#ifndef LLMZIP_ENGINE_PADDING_H_
#define LLMZIP_ENGINE_PADDING_H_

#include <cstdint>
#include <string>

#include "engine/buffered_source.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip {

/// Takes zero bytes; true if the source ends after them.
StatusOr<bool> EndsInPadding(BufferedSource& source);

/// True if all bytes from `offset` to the end of the source are zero. Stops reading after the first piece with another
/// byte.
StatusOr<bool> IsPadding(RandomAccessSource& source, std::uint64_t offset);

/// What is said of bytes behind the last frame that are no padding.
inline std::string TrailingBytes(std::uint64_t offset) {
  return "bytes that are no frame follow the archive, at byte " + std::to_string(offset);
}

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_PADDING_H_
