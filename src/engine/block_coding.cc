#include "engine/block_coding.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "content/detector.h"
#include "content/kind.h"
#include "engine/block_draft.h"
#include "filters/registry.h"
#include "frame/limits.h"
#include "frame/pieces.h"

namespace llmzip {
namespace {

StatusOr<std::uint64_t> LanesOf(FramePlans& plans, std::uint64_t plan, std::uint64_t size, unsigned wanted) {
  if (wanted != 0) return std::uint64_t{wanted};
  LLMZIP_ASSIGN_OR_RETURN(const unsigned lanes, plans.LanesFor(plan, size));
  return std::uint64_t{lanes};
}

// Codes a stream and appends its bytes to the payload.
Status CodeStream(FramePlans& plans, ByteView bytes, std::span<const SegmentView> segments, unsigned lanes,
                  const Context& context, StreamHead* stream, Bytes* payload) {
  stream->size = bytes.size();
  LLMZIP_ASSIGN_OR_RETURN(stream->lanes, LanesOf(plans, stream->plan, stream->size, lanes));
  LLMZIP_ASSIGN_OR_RETURN(const auto codec, plans.CodecOf(stream->plan, stream->lanes));
  LLMZIP_ASSIGN_OR_RETURN(const Bytes coded, segments.empty() ? codec->Compress(bytes, context)
                                                              : codec->CompressSegments(bytes, segments, context));
  stream->coded_size = coded.size();
  stream->piece_checks = PieceChecks(bytes, coded.size());
  payload->insert(payload->end(), coded.begin(), coded.end());
  return Status::Ok();
}

BlockHead StoredHead(ByteView raw, const RawDigest& digest) {
  BlockHead head;
  head.kind = BlockKind::kStored;
  head.raw_size = head.payload_size = raw.size();
  head.digest = digest;
  StreamHead& stream = head.streams.emplace_back();
  stream.size = stream.coded_size = raw.size();
  stream.piece_checks = PieceChecks(raw, raw.size());
  return head;
}

// True if the format allows this coded block and it is smaller than the stored block of the same bytes.
bool Pays(const BlockHead& head, const BlockHead& stored) {
  Bytes layout;
  if (head.kind == BlockKind::kSegmented) AppendLayout(head.streams, head.segments, &layout);
  if (layout.size() > kMaxLayoutSize || layout.size() + head.payload_size >= head.raw_size) return false;
  Bytes bytes;
  AppendBlockHead(head, true, &bytes);
  Bytes stored_bytes;
  AppendBlockHead(stored, true, &stored_bytes);
  return bytes.size() + head.payload_size < stored_bytes.size() + stored.payload_size;
}

Status Verify(FramePlans& plans, const EncodedBlock& block, ByteView raw, Context context) {
  context.expected = raw;
  const auto decoded = DecodeBlock(&plans, block.head, block.payload, context);
  if (!decoded.ok() && decoded.status().code() == StatusCode::kCorrupt) {
    return Status::Internal("verification failed: " + decoded.status().message());
  }
  if (!decoded.ok()) return decoded.status();  // stopped, or a predictor failed: this says nothing about the bytes
  if (!std::ranges::equal(*decoded, raw)) {
    return Status::Internal("verification failed: a block decodes to other bytes than it was made from");
  }
  return Status::Ok();
}

// The share of a stream's `coded` bytes for `size` of its `whole` bytes. Sizes are reduced to 24 bits so that products
// do not overflow.
std::uint64_t ShareOf(std::uint64_t coded, std::uint64_t size, std::uint64_t whole) {
  constexpr int kBits = 24;
  const int excess = std::max(0, static_cast<int>(std::bit_width(whole)) - kBits);
  return whole == 0 ? 0 : coded * (size >> excess) / (whole >> excess);
}

// The statistics of each kind: the coded bytes of a stream are divided in proportion to size.
std::vector<BlockShare> KindsOf(const FramePlans& plans, const std::vector<KindShare>& shares,
                                const std::vector<StreamHead>& streams) {
  std::vector<BlockShare> kinds;
  for (const KindShare& share : shares) {
    const StreamHead& stream = streams[share.stream];
    const FilterEntry* const filter = FindFilter(share.filter);
    const KindTotals totals = {std::string(FindKind(static_cast<std::uint8_t>(share.kind))->name),
                               filter != nullptr ? std::string(filter->name) : std::string(),
                               plans.TextOf(stream.plan),
                               share.raw_bytes,
                               ShareOf(stream.coded_size, share.filtered_bytes, stream.size),
                               IsMedia(share.kind) ? share.pieces : 0};
    kinds.push_back({totals, share.kind, share.parameters});
  }
  return kinds;
}

// Few pixels may be coded better as data, and whether they are shows only when both have been tried. Empty if nothing
// is to be tried, else two ways to see the block: with all pictures as pictures, and with none.
constexpr std::uint64_t kLargestTriedTwice = 65536;

std::vector<std::vector<Segment>> WaysToTry(const FramePlans& plans, const std::vector<Segment>& segments,
                                            const BlockOptions& options) {
  if (plans.table() == nullptr || segments.empty()) return {};
  if (segments.back().offset + segments.back().size > kLargestTriedTwice) return {};
  std::vector<Segment> as_pictures = segments;
  for (Segment& segment : as_pictures) segment.is_plain = false;
  const StreamPlans stream_plans(plans.table(), as_pictures, options.small);
  const bool any = std::ranges::any_of(as_pictures, [&](const Segment& segment) {
    return segment.kind == Kind::kPicture && stream_plans.IsOwn(segment);
  });
  if (!any) return {};
  constexpr std::array kPictures = {Kind::kPicture};
  std::vector<Segment> as_data = segments;
  const bool goes_on = !options.lone && segments.back().kind == Kind::kPicture;
  if (goes_on) as_data.pop_back();
  as_data = Joined(std::move(as_data), kPictures);
  if (goes_on) {
    // The next block may continue it, so it stays a picture.
    as_data.push_back(segments.back());
    as_data.back().is_plain = true;
  }
  return {as_pictures, as_data};
}

}  // namespace

namespace {

// Adds the streams of one way to code a block, those whose plans are not there yet.
Status AddStreams(FramePlans& plans, const std::vector<Segment>& segments, const BlockOptions& options,
                  std::vector<StreamHead>* all) {
  std::vector<StreamHead> streams;
  const StreamPlans stream_plans(plans.table(), segments, options.small);
  for (const Segment& segment : segments) {
    const std::uint64_t plan = stream_plans.Of(segment);
    auto found = std::ranges::find(streams, plan, &StreamHead::plan);
    if (found == streams.end()) {
      streams.emplace_back().plan = plan;
      found = streams.end() - 1;
    }
    found->size += segment.size;
  }
  for (StreamHead& stream : streams) {
    LLMZIP_ASSIGN_OR_RETURN(stream.lanes, LanesOf(plans, stream.plan, stream.size, options.lanes));
    if (std::ranges::find(*all, stream.plan, &StreamHead::plan) == all->end()) all->push_back(stream);
  }
  return Status::Ok();
}

}  // namespace

StatusOr<std::vector<StreamHead>> PlannedStreams(FramePlans& plans, const std::vector<Segment>& segments,
                                                 const BlockOptions& options) {
  std::vector<StreamHead> streams;
  const auto ways = WaysToTry(plans, segments, options);
  for (const std::vector<Segment>& way : ways) {
    LLMZIP_RETURN_IF_ERROR(AddStreams(plans, way, options, &streams));
  }
  if (ways.empty()) LLMZIP_RETURN_IF_ERROR(AddStreams(plans, segments, options, &streams));
  return streams;
}

EncodedBlock StoreBlock(ByteView raw) { return {StoredHead(raw, RawDigest::Of(raw)), Bytes(raw.begin(), raw.end())}; }

namespace {

std::size_t SizeOf(const EncodedBlock& block) {
  Bytes head;
  AppendBlockHead(block.head, true, &head);
  return head.size() + block.payload.size();
}

// One way to code a block; `options.verify` is left to the caller.
StatusOr<EncodedBlock> EncodeOnce(FramePlans& plans, ByteView raw, const std::vector<Segment>& segments,
                                  const BlockOptions& options, const Context& context) {
  BlockDraft draft = MakeDraft(plans.table(), raw, segments, options.small, options.lone);
  EncodedBlock block;
  if (draft.segments.empty()) {
    block.head.kind = BlockKind::kPlain;
    LLMZIP_RETURN_IF_ERROR(CodeStream(plans, raw, {}, options.lanes, context, &draft.streams[0], &block.payload));
  } else {
    block.head.kind = BlockKind::kSegmented;
    std::vector<SegmentHead> heads;
    for (const DraftSegment& segment : draft.segments) heads.push_back(segment.head);
    for (std::size_t i = 0; i < draft.streams.size(); ++i) {
      const Bytes bytes = draft.Gathered(i, raw);
      LLMZIP_RETURN_IF_ERROR(
          CodeStream(plans, bytes, ViewsOf(heads, i), options.lanes, context, &draft.streams[i], &block.payload));
    }
  }
  block.head.raw_size = raw.size();
  block.head.payload_size = block.payload.size();
  block.head.digest = RawDigest::Of(raw);
  block.head.streams = std::move(draft.streams);
  for (DraftSegment& segment : draft.segments) block.head.segments.push_back(std::move(segment.head));
  const BlockHead stored = StoredHead(raw, block.head.digest);
  if (!Pays(block.head, stored)) return EncodedBlock{stored, Bytes(raw.begin(), raw.end())};
  block.kinds = KindsOf(plans, draft.kinds, block.head.streams);
  return block;
}

}  // namespace

StatusOr<EncodedBlock> EncodeBlock(FramePlans& plans, ByteView raw, const std::vector<Segment>& segments,
                                   const BlockOptions& options, const Context& context) {
  const auto ways = WaysToTry(plans, segments, options);
  LLMZIP_ASSIGN_OR_RETURN(EncodedBlock block,
                          EncodeOnce(plans, raw, ways.empty() ? segments : ways[0], options, context));
  if (!ways.empty()) {
    LLMZIP_ASSIGN_OR_RETURN(EncodedBlock other, EncodeOnce(plans, raw, ways[1], options, context));
    if (SizeOf(other) < SizeOf(block)) block = std::move(other);
  }
  if (options.verify && block.head.kind != BlockKind::kStored) {
    LLMZIP_RETURN_IF_ERROR(Verify(plans, block, raw, context));
  }
  return block;
}

}  // namespace llmzip
