// One block: raw bytes <-> its head and payload in a frame. What workers run.
//
//   segments ──merge──▶ filter ──▶ streams ──codec──▶ payload       and back
//
// A block whose segments all go to one stream without filters is plain: coded as if nobody had looked for segments.
// Thread safety: functions of their arguments; FramePlans may be shared.
#ifndef LLMZIP_ENGINE_BLOCK_CODING_H_
#define LLMZIP_ENGINE_BLOCK_CODING_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "content/segment.h"
#include "engine/frame_plans.h"
#include "frame/block.h"
#include "llmzip/codec.h"
#include "llmzip/context.h"
#include "llmzip/progress.h"
#include "llmzip/segment.h"
#include "llmzip/status.h"

namespace llmzip {

/// A block's head, but for its number, and the bytes between its checks.
struct EncodedBlock {
  BlockHead head;
  Bytes payload;
  std::vector<KindTotals> kinds = {};  ///< none if stored, or where nobody looked
};

/// How blocks are coded.
struct BlockOptions {
  unsigned lanes = 0;  ///< of every stream; 0: what suits it
  bool small = false;  ///< the plans for small content
  bool lone = false;   ///< no block follows
  bool verify = true;  ///< decode again and compare; kInternal if it differs
};

/// Streams and segments as they come to before any filter: what EncodeBlock will need codecs for, in sizes as large as
/// can be. `segments` cover the block; without a table they are one.
StatusOr<std::vector<StreamHead>> PlannedStreams(FramePlans& plans, const std::vector<Segment>& segments,
                                                 const BlockOptions& options);

/// `raw` through the plans' codecs, or stored where that does not make it smaller. A predictor or codec that fails ends
/// the block with its Status, here and in decoding.
StatusOr<EncodedBlock> EncodeBlock(FramePlans& plans, ByteView raw, const std::vector<Segment>& segments,
                                   const BlockOptions& options, const Context& context);

/// What a stream's codec is told of its segments; nothing for the one stream of a plain block.
std::vector<SegmentView> ViewsOf(const std::vector<SegmentHead>& segments, std::size_t stream);

/// `raw` as a stored block.
EncodedBlock StoreBlock(ByteView raw);

/// What can be wrong with the segments of a head besides its layout: kinds, parameters, filters, sizes after filters.
/// kCorrupt or kUnsupported.
Status CheckSegments(const BlockHead& head);

/// What decoding a block holds: its codecs' memory, coded and raw bytes, and those in between. `plans` as
/// DecodeBlock's. kCorrupt or kUnsupported if the head cannot be decoded at all.
StatusOr<std::uint64_t> DecodingMemory(FramePlans* plans, const BlockHead& head);

/// The kind whose segment a block ends in, as far as continuing it goes.
struct BlockEnd {
  bool any = false;  ///< a stored block, which does not say
  int kind = -1;     ///< none: plain, or there is no block
};
BlockEnd EndOf(const BlockHead& head);

/// kCorrupt if the block claims to continue a segment that the block before cannot have.
Status CheckContinues(const BlockHead& head, const BlockEnd& before);

/// The raw bytes of a block, digest checked. `plans` is used for coded blocks only and may be null for others.
StatusOr<Bytes> DecodeBlock(FramePlans* plans, const BlockHead& head, ByteView payload, const Context& context);

/// The same for a block whose checks matched, of a frame that recorded this environment: where decoding hangs on an
/// environment, an error names the block (from 1), the recorded one and the one here.
StatusOr<Bytes> DecodeCheckedBlock(FramePlans* plans, const BlockHead& head, ByteView payload, std::uint64_t number,
                                   const std::string& recorded_environment, const Context& context);

/// What is left of a damaged block whose head is sound: raw_size bytes, zeros where nothing is known.
struct Salvage {
  struct Range {
    std::uint64_t begin;
    std::uint64_t end;
  };
  Bytes raw;
  std::vector<Range> missing;  ///< raw bytes that are not proven, in order, never empty ranges
};
StatusOr<Salvage> SalvageBlock(FramePlans* plans, const BlockHead& head, ByteView payload, const Context& context);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_BLOCK_CODING_H_
