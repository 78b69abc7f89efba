#include "frame/layout.h"

#include <algorithm>
#include <cassert>

#include "base/varint.h"
#include "frame/limits.h"
#include "frame/pieces.h"

namespace llmzip {
namespace {

constexpr std::uint64_t kHasParameters = 1;
constexpr std::uint64_t kHasFilteredSizes = 2;
constexpr std::uint64_t kKnownFields = kHasParameters | kHasFilteredSizes;

struct Class {
  std::uint8_t kind = 0;
  std::uint8_t filter = 0;
  std::uint64_t stream = 0;
  std::uint64_t fields = 0;

  friend bool operator==(const Class&, const Class&) = default;
};

Class ClassOf(const SegmentHead& segment) {
  Class c{segment.kind, segment.filter, segment.stream, 0};
  if (!segment.parameters.empty()) c.fields |= kHasParameters;
  if (segment.filtered_size != segment.size) c.fields |= kHasFilteredSizes;
  return c;
}

void AppendSized(const Bytes& bytes, Bytes* out) {
  AppendVarint(bytes.size(), out);
  out->insert(out->end(), bytes.begin(), bytes.end());
}

Status TakeSized(FieldReader& reader, std::string_view field, Bytes* bytes) {
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t size, reader.TakeNumber(field, 0, kMaxParameterSize));
  LLMZIP_ASSIGN_OR_RETURN(const ByteView view, reader.TakeBytes(field, size));
  bytes->assign(view.begin(), view.end());
  return Status::Ok();
}

StatusOr<std::vector<Class>> TakeClasses(FieldReader& reader) {
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t count, reader.TakeNumber("class count", 1, kMaxClasses));
  std::vector<Class> classes(count);
  for (Class& c : classes) {
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t kind, reader.TakeNumber("kind", 0, UINT8_MAX));
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t filter, reader.TakeNumber("filter", 0, UINT8_MAX));
    LLMZIP_ASSIGN_OR_RETURN(c.stream, reader.TakeNumber("stream", 0, kMaxStreams - 1));
    LLMZIP_ASSIGN_OR_RETURN(c.fields, reader.TakeNumber("fields", 0, UINT64_MAX));
    c.kind = static_cast<std::uint8_t>(kind);
    c.filter = static_cast<std::uint8_t>(filter);
    if ((c.fields & ~kKnownFields) != 0) {
      return Status::Unsupported("block layout: unknown fields are set: made by a newer llmzip, or damaged");
    }
  }
  return classes;
}

Status TakeStreams(FieldReader& reader, std::uint64_t coded_size, std::vector<StreamHead>* streams) {
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t count, reader.TakeNumber("stream count", 1, kMaxStreams));
  streams->resize(count);
  for (StreamHead& stream : *streams) {
    LLMZIP_RETURN_IF_ERROR(TakePlan(reader, &stream));
    LLMZIP_ASSIGN_OR_RETURN(stream.coded_size, reader.TakeNumber("coded size", 0, coded_size));
    coded_size -= stream.coded_size;
  }
  if (coded_size != 0) return reader.Error("coded sizes", "do not sum to the block's");
  return Status::Ok();
}

Status TakeSegment(FieldReader& reader, const std::vector<Class>& classes, std::uint64_t raw_left,
                   SegmentHead* segment) {
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t tag, reader.TakeNumber("class", 0, 2 * classes.size() - 1));
  const Class& c = classes[tag / 2];
  segment->kind = c.kind;
  segment->filter = c.filter;
  segment->stream = c.stream;
  segment->continues = tag % 2 != 0;
  LLMZIP_ASSIGN_OR_RETURN(segment->size, reader.TakeNumber("segment size", 1, raw_left));
  segment->filtered_size = segment->size;
  if ((c.fields & kHasParameters) != 0) {
    LLMZIP_RETURN_IF_ERROR(TakeSized(reader, "parameters", &segment->parameters));
  }
  if (c.filter != 0) LLMZIP_RETURN_IF_ERROR(TakeSized(reader, "filter parameters", &segment->filter_parameters));
  if ((c.fields & kHasFilteredSizes) != 0) {
    LLMZIP_ASSIGN_OR_RETURN(segment->filtered_size, reader.TakeNumber("filtered size", 0, kMaxBlockSize));
  }
  return Status::Ok();
}

Status TakeSegments(FieldReader& reader, const std::vector<Class>& classes, std::uint64_t raw_size, Layout* layout) {
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t count, reader.TakeNumber("segment count", 1, kMaxSegments));
  for (std::uint64_t i = 0; i < count; ++i) {
    if (raw_size == 0) return reader.Error("segments", "exceed the block");
    SegmentHead& segment = layout->segments.emplace_back();
    LLMZIP_RETURN_IF_ERROR(TakeSegment(reader, classes, raw_size, &segment));
    if (segment.continues && i > 0) return reader.Error("segment", "continues another though it is not the first");
    if (segment.stream >= layout->streams.size()) return reader.Error("stream", "does not exist");
    raw_size -= segment.size;
    layout->streams[segment.stream].size += segment.filtered_size;  // at most 2^16 times 2^40: no overflow
  }
  if (raw_size != 0) return reader.Error("segments", "do not cover the block");
  return Status::Ok();
}

}  // namespace

void AppendPlan(const StreamHead& stream, Bytes* out) {
  assert(stream.plan <= kMaxPlanNumber && stream.lanes >= 1 && stream.lanes <= kMaxLanes);
  AppendVarint(2 * stream.plan + (stream.lanes != 1 ? 1 : 0), out);
  if (stream.lanes != 1) AppendVarint(stream.lanes, out);
}

Status TakePlan(FieldReader& reader, StreamHead* stream) {
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t tag, reader.TakeNumber("plan", 0, 2 * kMaxPlanNumber + 1));
  stream->plan = tag / 2;
  if (tag % 2 != 0) {
    LLMZIP_ASSIGN_OR_RETURN(stream->lanes, reader.TakeNumber("lanes", 2, kMaxLanes));
  }
  return Status::Ok();
}

void AppendLayout(const std::vector<StreamHead>& streams, const std::vector<SegmentHead>& segments, Bytes* out) {
  std::vector<Class> classes;
  for (const SegmentHead& segment : segments) {
    if (std::ranges::find(classes, ClassOf(segment)) == classes.end()) classes.push_back(ClassOf(segment));
  }
  assert(!classes.empty() && classes.size() <= kMaxClasses && segments.size() <= kMaxSegments);
  AppendVarint(classes.size(), out);
  for (const Class& c : classes) {
    AppendVarint(c.kind, out);
    AppendVarint(c.filter, out);
    AppendVarint(c.stream, out);
    AppendVarint(c.fields, out);
  }
  AppendVarint(streams.size(), out);
  for (const StreamHead& stream : streams) {
    AppendPlan(stream, out);
    AppendVarint(stream.coded_size, out);
  }
  AppendVarint(segments.size(), out);
  for (const SegmentHead& segment : segments) {
    const auto number = static_cast<std::uint64_t>(std::ranges::find(classes, ClassOf(segment)) - classes.begin());
    AppendVarint(2 * number + (segment.continues ? 1 : 0), out);
    AppendVarint(segment.size, out);
    if (!segment.parameters.empty()) AppendSized(segment.parameters, out);
    if (segment.filter != 0) AppendSized(segment.filter_parameters, out);
    if (segment.filtered_size != segment.size) AppendVarint(segment.filtered_size, out);
  }
  for (const StreamHead& stream : streams) AppendChecks(stream.piece_checks, out);
}

StatusOr<Layout> ParseLayout(ByteView bytes, std::uint64_t raw_size, std::uint64_t coded_size) {
  FieldReader reader(bytes, "block layout");
  Layout layout;
  LLMZIP_ASSIGN_OR_RETURN(const std::vector<Class> classes, TakeClasses(reader));
  LLMZIP_RETURN_IF_ERROR(TakeStreams(reader, coded_size, &layout.streams));
  LLMZIP_RETURN_IF_ERROR(TakeSegments(reader, classes, raw_size, &layout));
  for (StreamHead& stream : layout.streams) {
    if (stream.size == 0) return reader.Error("stream", "has no bytes");
    LLMZIP_RETURN_IF_ERROR(TakeChecks(reader, stream.size, stream.coded_size, &stream.piece_checks));
  }
  if (reader.left() != 0) return reader.Error("end", "is missing");
  return layout;
}

}  // namespace llmzip
