// BlockDraft: how a block's segments are arranged before anything is coded.
//
//   the detector's segments ──▶ filtered if that helps ──▶ each in the stream of its kind; neighbours that do not
//   differ are merged
//
// Thread safety: values.
#ifndef LLMZIP_ENGINE_BLOCK_DRAFT_H_
#define LLMZIP_ENGINE_BLOCK_DRAFT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "content/segment.h"
#include "frame/layout.h"
#include "llmzip/codec.h"
#include "plan/level_table.h"

namespace llmzip {

/// A segment before coding: where its raw bytes are, and the filtered bytes.
struct DraftSegment {
  SegmentHead head;
  std::uint64_t offset = 0;  ///< in the block
  Bytes filtered = {};       ///< empty if not filtered
};

/// The part of a block that is of one kind and coded in one way.
struct KindShare {
  Kind kind = Kind::kData;
  std::uint8_t filter = 0;  ///< the filter applied; 0: none
  std::uint64_t stream = 0;
  std::uint64_t raw_bytes = 0;
  std::uint64_t filtered_bytes = 0;
  std::uint64_t pieces = 0;  ///< segments that begin in this block
  Bytes parameters = {};     ///< of the first segment
};

struct BlockDraft {
  std::vector<StreamHead> streams;     ///< only their plans are set
  std::vector<DraftSegment> segments;  ///< empty: a plain block
  std::vector<KindShare> kinds;        ///< empty with an explicit spec

  /// The bytes of one stream of a segmented block, after filters.
  [[nodiscard]] Bytes Gathered(std::size_t stream, ByteView raw) const;
};

/// The plan that codes each kind of segment of a block: the plan of its row, unless the kinds with that plan have too
/// few bytes for a stream of their own; then the plan that has most of the block. But predictors of pictures and sound
/// get bytes of other kinds only where there are next to none: a header. More than that has the plan of records, which
/// starts in no time and knows any content.
class StreamPlans {
 public:
  /// A predictor needs at least so many raw bytes to make up for starting without experience.
  static constexpr std::uint64_t kSmallestStream = 32768;
  static constexpr std::uint64_t kSmallestPictureStream = 4096;
  static constexpr std::uint64_t kSmallestSoundStream = 256;  ///< a predictor of samples learns from very few
  static constexpr std::uint64_t kFewBytes = 256;             ///< that a predictor of pictures or sound takes along

  /// `table` is null with an explicit spec. `small`: use the plans for small content.
  StreamPlans(const LevelTable* table, std::span<const Segment> segments, bool small);

  [[nodiscard]] std::uint64_t Of(Kind kind) const { return plans_[static_cast<std::size_t>(kind)]; }

  /// The plan for a segment: that of its kind, or of records for a picture of plain areas if their predictor listens.
  [[nodiscard]] std::uint64_t Of(const Segment& segment) const { return Of(CodedAs(segment)); }

  /// Whether the segment has the plan of its kind's row.
  [[nodiscard]] bool IsOwn(const Segment& segment) const {
    return Of(segment) == own_plans_[static_cast<std::size_t>(segment.kind)];
  }

 private:
  [[nodiscard]] Kind CodedAs(const Segment& segment) const {
    return segment.is_plain && plain_as_records_ ? Kind::kRecords : segment.kind;
  }

  // A predictor of records that is told their length finds what comes again in a picture of plain areas better than
  // one of pixels does; one that does not listen finds it worse.
  bool plain_as_records_ = true;
  std::vector<std::uint64_t> plans_;      // by kind
  std::vector<std::uint64_t> own_plans_;  // those of the rows
};

/// `table` is null with an explicit spec, which codes everything alike; `segments` cover `raw`. `small`: use the plans
/// for small content. `lone`: no block follows.
BlockDraft MakeDraft(const LevelTable* table, ByteView raw, const std::vector<Segment>& segments, bool small,
                     bool lone);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_BLOCK_DRAFT_H_
