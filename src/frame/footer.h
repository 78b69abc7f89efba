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

/// The largest index whose size fits into the footer.
inline constexpr std::uint64_t kMaxIndexSize = UINT32_MAX;

/// Appends end marker, `index` (at most kMaxIndexSize bytes) and footer to *out.
void AppendTrailer(ByteView index, Bytes* out);

/// The size of the trailer, from end marker to magic, as its last kFooterSize bytes state it. kCorrupt without the
/// magic.
StatusOr<std::uint64_t> TrailerSize(ByteView footer);

/// The index in a whole trailer. kCorrupt if its size or check is wrong. `block_bytes` as for ParseIndex.
StatusOr<FrameIndex> ParseTrailer(ByteView trailer, std::uint64_t block_bytes = UINT64_MAX);

}  // namespace llmzip

#endif  // LLMZIP_FRAME_FOOTER_H_
