// Guessed rows: the layout of pixels whose size is known and whose geometry is not, because the directory of a TIFF
// file lies behind them, in a block to come. Thread safety: pure functions.
#ifndef LLMZIP_CONTENT_HEADERS_GUESSED_ROWS_H_
#define LLMZIP_CONTENT_HEADERS_GUESSED_ROWS_H_

#include <cstdint>
#include <optional>

#include "content/picture_parameters.h"
#include "llmzip/codec.h"

namespace llmzip {

/// Bytes that are read at most, for what the caller's parser pays (Claims::Spend).
inline constexpr std::uint64_t kGuessingEffort = std::uint64_t{1} << 19;

/// How `size` bytes of pixels lie in rows of equal length, up to one byte behind the last, of which `pixels` are the
/// first. Nothing if rows are not much like their neighbours.
std::optional<PictureParameters> GuessRows(ByteView pixels, std::uint64_t size);

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_HEADERS_GUESSED_ROWS_H_
