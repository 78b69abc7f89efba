// Segment: a piece of a block that is of one kind, as the detector finds it.
//
// The segments of a block lie one after the other and cover it exactly; none is empty, and neighbours of one kind with
// the same meaning are one segment. A segment may go on from the block before: it then says `continues`, and carries
// parameters of its own (phase, address) so that its block decodes alone.
// Thread safety: a value.
#ifndef LLMZIP_CONTENT_SEGMENT_H_
#define LLMZIP_CONTENT_SEGMENT_H_

#include <cstdint>

#include "content/kind.h"
#include "llmzip/codec.h"
#include "llmzip/segment.h"

namespace llmzip {

struct Segment {
  Kind kind = Kind::kData;
  std::uint64_t offset = 0;  ///< of its first byte in the block
  std::uint64_t size = 0;    ///< bytes, at least 1
  bool continues = false;    ///< its first byte continues a segment that reached the end of the block before
  Bytes parameters;          ///< pass the kind's check

  /// What predictors and filters are told; lives as long as this segment.
  [[nodiscard]] SegmentView View() const { return {static_cast<std::uint8_t>(kind), size, parameters}; }

  friend bool operator==(const Segment&, const Segment&) = default;
};

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_SEGMENT_H_
