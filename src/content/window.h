// Window: what a few kilobytes look like, from counts of their bytes alone.
//
// Thresholds are set so that a window of a kind nobody asked for is data: the other kinds have to show.
// Thread safety: pure functions.
#ifndef LLMZIP_CONTENT_WINDOW_H_
#define LLMZIP_CONTENT_WINDOW_H_

#include <cstddef>

#include "content/kind.h"
#include "llmzip/codec.h"

namespace llmzip {

/// Bytes that are judged together.
inline constexpr std::size_t kWindowSize = 4096;

/// Of data, text, code and x86 what `window` looks most like; data if it is shorter than 64 bytes.
Kind LooksLike(ByteView window);

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_WINDOW_H_
