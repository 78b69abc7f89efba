// SegmentView: what is known about a part of a block: its kind of content, its size, and the parameters of that kind.
//
// The compressor finds segments and stores them with the block, so encoder and decoder see the same. What the numbers
// of kinds and the bytes of parameters mean is part of the format (docs/FORMAT.md). A value; it refers to bytes that
// must outlive it.
#ifndef LLMZIP_SEGMENT_H_
#define LLMZIP_SEGMENT_H_

#include <cstdint>
#include <span>

namespace llmzip {

struct SegmentView {
  std::uint8_t kind = 0;   ///< 0: data, of which nothing is known
  std::uint64_t size = 0;  ///< bytes, at least 1
  std::span<const std::uint8_t> parameters{};

  /// Bytes of the segment before the place where it is announced. Not 0 only if a lane begins within a segment; `size`
  /// then counts only the segment's bytes in that lane.
  std::uint64_t offset = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_SEGMENT_H_
