// The trailer of a frame: end marker, index and footer.
//
//   end marker 1 (a zero byte) | index | index size u32 | check u32 | magic 4
//
// The check is Xxh3Check32 of everything from the end marker to the index size. Reading the last kFooterSize
// bytes of a frame leads to its index, and the index to its beginning. Pure functions of bytes; thread-safe.
#ifndef LLMZIP_FRAME_FOOTER_H_
#define LLMZIP_FRAME_FOOTER_H_

#include <cstddef>
#include <cstdint>

#include "frame/index.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

/// The longest index a footer can tell of.
inline constexpr std::uint64_t kMaxIndexSize = UINT32_MAX;

/// Appends end marker, `index` (at most kMaxIndexSize bytes) and footer to *out.
void AppendTrailer(ByteView index, Bytes* out);

/// Bytes of the trailer, end marker to magic, told by its last kFooterSize bytes.
StatusOr<std::uint64_t> TrailerSize(ByteView footer);

/// The index in a whole trailer.
StatusOr<FrameIndex> ParseTrailer(ByteView trailer);

}  // namespace llmzip

#endif  // LLMZIP_FRAME_FOOTER_H_
