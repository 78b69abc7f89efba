// Segment: a part of a block that is of one kind, as the detector finds it.
//
// The segments of a block follow each other and cover it exactly; none is empty, and neighbours of the same kind and
// meaning are one segment. A segment may continue one of the block before; it then has `continues` set, and carries
// parameters of its own (phase, address) so that its block can be decoded alone.
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
  bool continues = false;    ///< continues a segment that reached the end of the block before
  Bytes parameters;          ///< they pass the kind's check
  bool is_plain = false;     ///< a picture of plain areas, as screens and diagrams are; not part of an archive

  /// What predictors and filters get; valid as long as this segment.
  [[nodiscard]] SegmentView View() const { return {static_cast<std::uint8_t>(kind), size, parameters}; }

  friend bool operator==(const Segment&, const Segment&) = default;
};

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_SEGMENT_H_
