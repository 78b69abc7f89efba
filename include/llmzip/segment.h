// SegmentView: what is known about a part of a block: its kind of content, its size, and the parameters of that kind.
//
// Segments are found by whoever compresses and stored with the block, so encoder and decoder see the same. What a
// kind's number means, and how its parameters are read, is part of the format (docs/FORMAT.md). A value; refers to
// bytes that outlive it.
#ifndef LLMZIP_SEGMENT_H_
#define LLMZIP_SEGMENT_H_

#include <cstdint>
#include <span>

namespace llmzip {

struct SegmentView {
  std::uint8_t kind = 0;   ///< 0: nothing is known about it
  std::uint64_t size = 0;  ///< bytes, at least 1
  std::span<const std::uint8_t> parameters{};

  /// Bytes of the segment that lie before the place where it is announced: not 0 only for a lane that begins within a
  /// segment. Such a lane is told `size` bytes from there on.
  std::uint64_t offset = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_SEGMENT_H_
