// LaneSegments: where the segments of a block begin in each of its lanes, told to a predictor as the lanes advance.
//
// A lane that begins within a segment is told of what lies in the lane: SegmentView::offset bytes of it came before.
// Thread safety: none.
#ifndef LLMZIP_CODECS_ARITHMETIC_LANE_SEGMENTS_H_
#define LLMZIP_CODECS_ARITHMETIC_LANE_SEGMENTS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "codecs/arithmetic/lane_cut.h"
#include "llmzip/predictor.h"
#include "llmzip/segment.h"
#include "llmzip/status.h"

namespace llmzip {

class LaneSegments {
 public:
  static constexpr std::size_t kNever = SIZE_MAX;

  /// `segments` cover the cut's bytes in order (CheckCover), or there are none: then nothing is ever told.
  LaneSegments(const LaneCut& cut, unsigned lanes, std::span<const SegmentView> segments);

  /// kInvalidArgument unless the segments' sizes are at least 1 and add up to raw_size, or there are none.
  static Status CheckCover(std::span<const SegmentView> segments, std::uint64_t raw_size);

  /// The next byte step at which a segment begins in some lane; kNever after the last.
  [[nodiscard]] std::size_t next_step() const { return next_step_; }

  /// At that step, before its first symbol: tells the predictor what begins, lane by lane.
  Status Begin(Predictor& predictor);

 private:
  struct Lane {
    std::size_t segment = 0;  // that is told next
    std::size_t step = kNever;
    std::uint64_t offset = 0;  // of that step within the segment
  };

  void FindNextStep();

  std::span<const SegmentView> segments_;
  std::vector<std::size_t> sizes_;  // of the lanes
  std::vector<Lane> lanes_;
  std::size_t next_step_ = kNever;
};

}  // namespace llmzip

#endif  // LLMZIP_CODECS_ARITHMETIC_LANE_SEGMENTS_H_
