// LaneSegments: tells a predictor where the segments of a block begin in each of its lanes, as the lanes advance.
//
// If a lane begins within a segment, the predictor is told of the part in that lane: SegmentView::offset bytes of the
// segment came before.
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

  /// `segments` cover the cut's bytes in order (CheckCover). They may also be empty: then the predictor is told
  /// nothing.
  LaneSegments(const LaneCut& cut, unsigned lanes, std::span<const SegmentView> segments);

  /// kInvalidArgument unless the segments' sizes are at least 1 and add up to raw_size, or `segments` is empty.
  static Status CheckCover(std::span<const SegmentView> segments, std::uint64_t raw_size);

  /// All segments that begin in a lane, for predictors that code lanes themselves.
  [[nodiscard]] std::vector<LaneSegment> InLane(unsigned lane) const;

  /// The next byte step at which a segment begins in some lane; kNever after the last.
  [[nodiscard]] std::size_t next_step() const { return next_step_; }

  /// To be called at that step, before its first symbol: tells the predictor which segments begin, lane by lane.
  Status Begin(Predictor& predictor);

 private:
  struct Lane {
    std::size_t segment = 0;  // the next one to tell of
    std::size_t step = kNever;
    std::uint64_t offset = 0;  // offset of that step within the segment
  };

  /// The part of a lane's next segment that is in the lane; and what comes after it.
  [[nodiscard]] SegmentView PartIn(unsigned lane, const Lane& at) const;
  [[nodiscard]] Lane After(unsigned lane, const Lane& at) const;
  void FindNextStep();

  std::span<const SegmentView> segments_;
  std::vector<std::size_t> sizes_;  // bytes of each lane
  std::vector<Lane> lanes_;
  std::size_t next_step_ = kNever;
};

}  // namespace llmzip

#endif  // LLMZIP_CODECS_ARITHMETIC_LANE_SEGMENTS_H_
