// Layout: how a segmented block is cut into segments, and in which streams these are coded.
//
//   class count varint    | per class: kind varint, filter varint, stream varint, fields varint
//   | stream count varint | per stream: plan tag varint, [lanes varint], coded size varint
//   | segment count varint
//   | per segment: class tag varint, size varint, [parameter size varint, parameters]      fields bit 0
//                  | [filter parameter size varint, filter parameters]                     with a filter
//                  | [filtered size varint]                                                fields bit 1
//   | per stream: piece checks (pieces.h)
//
// A plan tag is 2 x plan number + (1 if lanes follow; else there is 1 lane). A class tag is 2 x class number + (1 if
// the segment continues the last one of the block before). Segments that share the fields of a class refer to it by its
// number; the writer numbers classes by their first appearance. A stream is the filtered bytes of its segments, one
// after the other.
// Parsing checks that sizes are at least 1 and sum to the block's raw size, that coded sizes sum to the payload, that
// only the first segment continues another, that every stream has bytes, and that all numbers are within limits.h. It
// does not know kinds, filters or plans. Pure functions of bytes; thread-safe.
#ifndef LLMZIP_FRAME_LAYOUT_H_
#define LLMZIP_FRAME_LAYOUT_H_

#include <cstdint>
#include <vector>

#include "frame/field_reader.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

struct StreamHead {
  std::uint64_t plan = 0;        ///< number of the plan that codes it; unused for stored bytes
  std::uint64_t lanes = 1;       ///< 1 … kMaxLanes
  std::uint64_t coded_size = 0;  ///< in the payload
  std::uint64_t size = 0;        ///< bytes it decodes to; follows from the segments, or is the block's raw size
  std::vector<std::uint32_t> piece_checks;
};

struct SegmentHead {
  std::uint8_t kind = 0;
  std::uint8_t filter = 0;  ///< 0: none
  std::uint64_t stream = 0;
  bool continues = false;           ///< continues the last segment of the block before
  std::uint64_t size = 0;           ///< raw bytes
  std::uint64_t filtered_size = 0;  ///< bytes in its stream
  Bytes parameters;                 ///< of its kind
  Bytes filter_parameters;          ///< empty: not filtered, whatever `filter` says
};

struct Layout {
  std::vector<StreamHead> streams;
  std::vector<SegmentHead> segments;
};

/// Appends a layout. All fields must be within their bounds, and the number of piece checks right.
void AppendLayout(const std::vector<StreamHead>& streams, const std::vector<SegmentHead>& segments, Bytes* out);

/// `bytes` must be exactly one layout, of a block of these sizes. kCorrupt, or kUnsupported for reserved fields.
StatusOr<Layout> ParseLayout(ByteView bytes, std::uint64_t raw_size, std::uint64_t coded_size);

/// A plan tag and lanes, which the heads of plain blocks contain as well.
void AppendPlan(const StreamHead& stream, Bytes* out);
Status TakePlan(FieldReader& reader, StreamHead* stream);

}  // namespace llmzip

#endif  // LLMZIP_FRAME_LAYOUT_H_
