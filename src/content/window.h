// Window: guesses the kind of a few kilobytes from counts of their bytes alone.
//
// The thresholds favour data: a window is of another kind only if there is clear evidence for it.
// Thread safety: pure functions.
#ifndef LLMZIP_CONTENT_WINDOW_H_
#define LLMZIP_CONTENT_WINDOW_H_

#include <cstddef>

#include "content/kind.h"
#include "llmzip/codec.h"

namespace llmzip {

/// Bytes that are examined together.
inline constexpr std::size_t kWindowSize = 4096;

/// Which of data, text, code and x86 `window` looks most like; data if it is shorter than 64 bytes.
Kind LooksLike(ByteView window);

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_WINDOW_H_
