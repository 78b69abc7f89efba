// BlockDraft: what becomes of a block's segments before anything is coded.
//
//   the detector's segments ──▶ filtered where that pays ──▶ each in the stream of its kind, neighbours that nothing
//   tells apart as one
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

/// A segment on its way: where its raw bytes are, or what a filter made of them.
struct DraftSegment {
  SegmentHead head;
  std::uint64_t offset = 0;  ///< in the block
  Bytes filtered = {};       ///< empty if not filtered
};

/// What of a block was found to be of one kind, and how it is coded.
struct KindShare {
  Kind kind = Kind::kData;
  std::uint8_t filter = 0;  ///< that was applied
  std::uint64_t stream = 0;
  std::uint64_t raw_bytes = 0;
  std::uint64_t filtered_bytes = 0;
};

struct BlockDraft {
  std::vector<StreamHead> streams;     ///< of which only the plans are known
  std::vector<DraftSegment> segments;  ///< none: a plain block, coded as if nobody had looked for segments
  std::vector<KindShare> kinds;        ///< none where nobody looked

  /// The bytes of a stream of a segmented block.
  [[nodiscard]] Bytes Gathered(std::size_t stream, ByteView raw) const;
};

/// The plan whose stream each kind of segment of a block goes to: that of its row, unless there is too little for a
/// stream of its own; then that of most of the block.
class StreamPlans {
 public:
  /// Raw bytes from which on a predictor that starts anew learns enough to pay.
  static constexpr std::uint64_t kSmallestStream = 32768;

  /// `table` is null for a plan given by hand. `small`: the plans for small content.
  StreamPlans(const LevelTable* table, std::span<const Segment> segments, bool small);

  [[nodiscard]] std::uint64_t Of(Kind kind) const { return plans_[static_cast<std::size_t>(kind)]; }

 private:
  std::vector<std::uint64_t> plans_;  // by kind
};

/// `table` is null for a plan given by hand, which codes everything alike; `segments` cover `raw`. `small`: the plans
/// for small content. `lone`: no block follows.
BlockDraft MakeDraft(const LevelTable* table, ByteView raw, const std::vector<Segment>& segments, bool small,
                     bool lone);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_BLOCK_DRAFT_H_
