// Layout: how the raw bytes of a segmented block are cut into segments, and which streams these are coded in.
//
//   class count varint    | per class: kind varint, filter varint, stream varint, fields varint
//   | stream count varint | per stream: plan tag varint, [lanes varint], coded size varint
//   | segment count varint
//   | per segment: class tag varint, size varint, [parameter size varint, parameters]      fields bit 0
//                  | [filter parameter size varint, filter parameters]                     of a filter
//                  | [filtered size varint]                                                fields bit 1
//   | per stream: piece checks (pieces.h)
//
// A plan tag is 2 x plan number + (1 if lanes follow); a class tag 2 x class number + (1 if the segment continues one
// of the block before). A class is what segments have in common; the classes are made from the segments in the order of
// first appearance. A stream is the filtered bytes of its segments, one after the other.
// Parsing proves: sizes are at least 1 and sum to the block's raw size, coded sizes sum to the block's coded size, only
// the first segment continues, every stream has bytes, all numbers within limits.h. It does not know kinds,
// filters or plans. Pure functions of bytes; thread-safe.
#ifndef LLMZIP_FRAME_LAYOUT_H_
#define LLMZIP_FRAME_LAYOUT_H_

#include <cstdint>
#include <vector>

#include "frame/field_reader.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

struct StreamHead {
  std::uint64_t plan = 0;        ///< which of the frame's plans codes it; means nothing for stored bytes
  std::uint64_t lanes = 1;       ///< 1 … kMaxLanes
  std::uint64_t coded_size = 0;  ///< in the payload
  std::uint64_t size = 0;        ///< bytes it decodes to; follows from the segments, or is the block's raw size
  std::vector<std::uint32_t> piece_checks;
};

struct SegmentHead {
  std::uint8_t kind = 0;
  std::uint8_t filter = 0;  ///< 0: none
  std::uint64_t stream = 0;
  bool continues = false;           ///< goes on from the block before
  std::uint64_t size = 0;           ///< raw bytes
  std::uint64_t filtered_size = 0;  ///< bytes in its stream
  Bytes parameters;                 ///< of its kind
  Bytes filter_parameters;          ///< empty: left as it is, whatever `filter` says
};

struct Layout {
  std::vector<StreamHead> streams;
  std::vector<SegmentHead> segments;
};

/// Appends a layout, whose fields must be within their bounds, piece checks of the right number included.
void AppendLayout(const std::vector<StreamHead>& streams, const std::vector<SegmentHead>& segments, Bytes* out);

/// `bytes` must be exactly one layout, of a block of these sizes. kCorrupt, or kUnsupported for reserved fields.
StatusOr<Layout> ParseLayout(ByteView bytes, std::uint64_t raw_size, std::uint64_t coded_size);

/// A plan tag and lanes, as plain blocks have them too.
void AppendPlan(const StreamHead& stream, Bytes* out);
Status TakePlan(FieldReader& reader, StreamHead* stream);

}  // namespace llmzip

#endif  // LLMZIP_FRAME_LAYOUT_H_
