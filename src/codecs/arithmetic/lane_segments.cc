#include "codecs/arithmetic/lane_segments.h"

#include <algorithm>

namespace llmzip {

LaneSegments::LaneSegments(const LaneCut& cut, unsigned lanes, std::span<const SegmentView> segments)
    : segments_(segments) {
  if (segments.empty()) return;
  std::size_t segment = 0;
  std::uint64_t begin = 0;  // of that segment within the block
  for (unsigned l = 0; l < lanes; ++l) {
    const std::size_t offset = cut.offset(l);
    sizes_.push_back(cut.offset(l + 1) - offset);
    if (sizes_.back() == 0) {
      lanes_.emplace_back();
      continue;
    }
    while (begin + segments[segment].size <= offset) begin += segments[segment++].size;
    lanes_.push_back({segment, 0, offset - begin});
  }
  FindNextStep();
}

Status LaneSegments::CheckCover(std::span<const SegmentView> segments, std::uint64_t raw_size) {
  std::uint64_t left = raw_size;
  for (const SegmentView& segment : segments) {
    if (segment.size == 0 || segment.size > left) {
      return Status::InvalidArgument(
          "segments must be of at least one byte each and as long together as what is coded");
    }
    left -= segment.size;
  }
  if (left == 0 || segments.empty()) return Status::Ok();
  return Status::InvalidArgument("segments must cover all that is coded");
}

std::vector<LaneSegment> LaneSegments::InLane(unsigned lane) const {
  std::vector<LaneSegment> found;
  if (segments_.empty()) return found;
  Lane at = lanes_[lane];
  while (at.step != kNever) {
    found.push_back({at.step, PartIn(lane, at)});
    at = After(lane, at);
  }
  return found;
}

SegmentView LaneSegments::PartIn(unsigned lane, const Lane& at) const {
  SegmentView segment = segments_[at.segment];
  segment.offset = at.offset;
  segment.size = std::min<std::uint64_t>(segment.size - at.offset, sizes_[lane] - at.step);
  return segment;
}

LaneSegments::Lane LaneSegments::After(unsigned lane, const Lane& at) const {
  const std::size_t end = at.step + static_cast<std::size_t>(PartIn(lane, at).size);
  return {at.segment + 1, end < sizes_[lane] ? end : kNever, 0};
}

void LaneSegments::FindNextStep() {
  next_step_ = kNever;
  for (const Lane& lane : lanes_) next_step_ = std::min(next_step_, lane.step);
}

Status LaneSegments::Begin(Predictor& predictor) {
  for (unsigned l = 0; l < lanes_.size(); ++l) {
    Lane& lane = lanes_[l];
    if (lane.step != next_step_) continue;
    LLMZIP_RETURN_IF_ERROR(predictor.BeginSegment(l, PartIn(l, lane)));
    lane = After(l, lane);
  }
  FindNextStep();
  return Status::Ok();
}

}  // namespace llmzip
