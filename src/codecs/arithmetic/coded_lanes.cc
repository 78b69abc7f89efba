#include "codecs/arithmetic/coded_lanes.h"

#include <algorithm>
#include <vector>

#include "codecs/arithmetic/lane_cut.h"
#include "codecs/arithmetic/lane_segments.h"

namespace llmzip {

Status CodeInLanes(Predictor& predictor, std::size_t size, ByteView known, std::span<std::uint8_t> decoded,
                   std::span<const SegmentView> segments, BitCoder& coder) {
  const unsigned count = predictor.lanes();
  const LaneCut cut(size, count);
  const LaneSegments lane_segments(cut, count, segments);
  std::vector<std::vector<LaneSegment>> segments_of(count);
  std::vector<CodedLane> lanes(count);
  for (unsigned l = 0; l < count; ++l) {
    const std::size_t begin = cut.offset(l);
    const std::size_t end = cut.offset(l + 1);
    segments_of[l] = lane_segments.InLane(l);
    lanes[l].size = end - begin;
    lanes[l].segments = segments_of[l];
    const std::size_t known_end = std::min(end, known.size());
    if (begin < known_end) lanes[l].known = known.subspan(begin, known_end - begin);
    if (!decoded.empty()) lanes[l].decoded = decoded.subspan(begin, end - begin);
  }
  return predictor.CodeLanes(lanes, coder);
}

}  // namespace llmzip
