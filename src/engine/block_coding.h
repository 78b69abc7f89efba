// One block: raw bytes <-> its head and payload in a frame. This is what workers run.
//
//   segments ──filter──▶ streams ──codec──▶ payload       and back
//
// If all segments go to one stream without filters, the block is plain: it is coded as if there were no segments.
// Thread safety: pure functions, except that they share FramePlans, which is thread-safe.
#ifndef LLMZIP_ENGINE_BLOCK_CODING_H_
#define LLMZIP_ENGINE_BLOCK_CODING_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "content/segment.h"
#include "engine/budget.h"
#include "engine/frame_plans.h"
#include "frame/block.h"
#include "llmzip/codec.h"
#include "llmzip/context.h"
#include "llmzip/progress.h"
#include "llmzip/segment.h"
#include "llmzip/status.h"

namespace llmzip {

/// The statistics of a kind in one block.
struct BlockShare {
  KindTotals totals;
  Kind kind = Kind::kData;
  Bytes parameters;  ///< of the first segment
};

/// A block's head, without its number, and the payload.
struct EncodedBlock {
  BlockHead head;
  Bytes payload;
  std::vector<BlockShare> kinds = {};  ///< empty if stored, or with an explicit spec
};

/// How blocks are coded.
struct BlockOptions {
  unsigned lanes = 0;  ///< of every stream; 0: automatic
  bool small = false;  ///< use the plans for small content
  bool lone = false;   ///< this is the only block of a lone frame
  bool verify = true;  ///< decode again and compare; kInternal if it differs
};

/// The streams that EncodeBlock will code or try, with their sizes before filters, to estimate memory in advance.
/// `segments` cover the block; without a table they are a single one.
StatusOr<std::vector<StreamHead>> PlannedStreams(FramePlans& plans, const std::vector<Segment>& segments,
                                                 const BlockOptions& options);

/// Codes `raw` with the plans' codecs, or stores it if coding does not make it smaller. An error of a predictor or
/// codec ends the block with its Status, here and in decoding.
StatusOr<EncodedBlock> EncodeBlock(FramePlans& plans, ByteView raw, const std::vector<Segment>& segments,
                                   const BlockOptions& options, const Context& context);

/// The segments that a stream's codec gets; none for the stream of a plain block.
std::vector<SegmentView> ViewsOf(const std::vector<SegmentHead>& segments, std::size_t stream);

/// `raw` as a stored block.
EncodedBlock StoreBlock(ByteView raw);

/// Checks in a head what its layout alone does not show: kinds, parameters, filters, sizes after filters. kCorrupt or
/// kUnsupported.
Status CheckSegments(const BlockHead& head);

/// Bytes that decoding a block takes: its codecs' memory, coded and raw bytes, and streams before filters are undone.
/// `plans` as for DecodeBlock. kCorrupt or kUnsupported if the head cannot be decoded at all.
StatusOr<std::uint64_t> DecodingMemory(FramePlans* plans, const BlockHead& head);

/// The estimated time of decoding a block; all else as for DecodingMemory.
StatusOr<BlockWork> DecodingWork(FramePlans* plans, const BlockHead& head);

/// What the next block may continue.
struct BlockEnd {
  bool any = false;  ///< any kind: after a stored block, which does not record its kind
  int kind = -1;     ///< the last segment's kind; -1: a plain block, or none
};
BlockEnd EndOf(const BlockHead& head);

/// kCorrupt if the block claims to continue a segment that the block before it cannot have.
Status CheckContinues(const BlockHead& head, const BlockEnd& before);

/// Decodes a block and verifies its digest. `plans` is used for coded blocks only and may be null for others.
StatusOr<Bytes> DecodeBlock(FramePlans* plans, const BlockHead& head, ByteView payload, const Context& context);

/// DecodeBlock for a block whose checks matched, in a frame with this recorded environment. If decoding depends on an
/// environment and fails, the error names the block (from 1), the recorded environment and that of this machine.
StatusOr<Bytes> DecodeCheckedBlock(FramePlans* plans, const BlockHead& head, ByteView payload, std::uint64_t number,
                                   const std::string& recorded_environment, const Context& context);

/// What can be saved of a damaged block with a sound head: raw_size bytes, zeros where nothing is known.
struct Salvage {
  struct Range {
    std::uint64_t begin;
    std::uint64_t end;
  };
  Bytes raw;
  std::vector<Range> missing;  ///< ranges of raw bytes that are not proven, in order, none empty
};
StatusOr<Salvage> SalvageBlock(FramePlans* plans, const BlockHead& head, ByteView payload, const Context& context);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_BLOCK_CODING_H_
