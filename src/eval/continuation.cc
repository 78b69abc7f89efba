#include "eval/continuation.h"

#include <algorithm>

#include "content/detector.h"
#include "llmzip/level.h"
#include "plan/level_table.h"

namespace llmzip {

std::vector<LaneSegment> Continuation::Lane() const {
  std::vector<LaneSegment> lane;
  for (const Segment& segment : segments) lane.push_back({segment.offset, segment.View()});
  return lane;
}

Continuation ContinuationOf(ByteView prefix, std::uint64_t bytes) {
  Continuation continuation;
  Detector detector;
  continuation.segments = detector.Detect(prefix);
  if (continuation.segments.empty()) continuation.segments.push_back(Segment());
  // A picture or a sound goes on as far as its header says, all other kinds to the end.
  const std::vector<Segment> ahead = detector.Detect(Bytes(static_cast<std::size_t>(bytes)));
  Segment& last = continuation.segments.back();
  const std::uint64_t more = !ahead.empty() && ahead.front().continues ? ahead.front().size : bytes;
  last.size += more;
  continuation.spec = TableOfLevel(kDefaultLevel).RowFor(last.kind).spec;
  if (more < bytes) {
    Segment rest;
    rest.offset = prefix.size() + more;
    rest.size = bytes - more;
    continuation.segments.push_back(rest);
  }
  std::erase_if(continuation.segments, [](const Segment& segment) { return segment.size == 0; });
  return continuation;
}

}  // namespace llmzip
