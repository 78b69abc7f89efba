#include "engine/block_coding.h"

#include <algorithm>
#include <cassert>
#include <map>

#include "content/kind.h"
#include "engine/budget.h"
#include "filters/registry.h"
#include "frame/check.h"
#include "frame/limits.h"
#include "frame/pieces.h"

namespace llmzip {
namespace {

// Whether segments of this kind are coded otherwise than data are.
bool HasRow(const LevelTable& table, Kind kind) { return kind == Kind::kData || table.RowFor(kind).kind == kind; }

// A segment on its way: where its raw bytes are, or what a filter made of them.
struct DraftSegment {
  SegmentHead head;
  std::uint64_t offset = 0;  // in the block
  Bytes filtered;            // empty if not filtered
};

struct Draft {
  std::vector<StreamHead> streams;
  std::vector<DraftSegment> segments;  // none: a plain block
};

std::uint64_t StreamOf(std::uint64_t plan, Draft* draft) {
  const auto found = std::ranges::find(draft->streams, plan, &StreamHead::plan);
  if (found != draft->streams.end()) return static_cast<std::uint64_t>(found - draft->streams.begin());
  draft->streams.emplace_back().plan = plan;
  return draft->streams.size() - 1;
}

bool IsMute(const SegmentHead& segment) { return segment.parameters.empty() && segment.filter == 0; }

// Appends a segment, or makes the last one longer if nothing tells the two apart.
void Append(DraftSegment segment, Draft* draft) {
  if (IsMute(segment.head) && !draft->segments.empty()) {
    SegmentHead& last = draft->segments.back().head;
    if (IsMute(last) && last.stream == segment.head.stream) {
      last.size += segment.head.size;
      last.filtered_size += segment.head.size;
      return;
    }
  }
  draft->segments.push_back(std::move(segment));
}

// One segment of the detector, filtered if that pays, for the stream of its kind. A kind without a row of its own is
// coded as data. So is one whose only difference would be a filter that has nothing to do; but not at the block's end,
// for the next block may say that it continues.
void Append(const LevelTable& table, ByteView block, const Segment& found, bool small, Draft* draft) {
  const ByteView raw = block.subspan(found.offset, found.size);
  DraftSegment segment;
  segment.offset = found.offset;
  segment.head.size = segment.head.filtered_size = found.size;
  const LevelRow& row = table.RowFor(found.kind);
  const std::uint64_t data_plan = table.StreamPlan(Kind::kData, small);
  const std::uint64_t plan = HasRow(table, found.kind) ? table.StreamPlan(found.kind, small) : data_plan;
  segment.head.stream = StreamOf(plan, draft);
  if (HasRow(table, found.kind)) {
    const FilterEntry* const filter = row.filter != 0 ? FindFilter(row.filter) : nullptr;
    auto filtered = filter != nullptr ? ApplyFilter(*filter, found.View(), raw) : std::nullopt;
    const bool at_end = found.offset + found.size == block.size();
    if (filtered || plan != data_plan || (at_end && !found.parameters.empty())) {
      segment.head.kind = static_cast<std::uint8_t>(found.kind);
      segment.head.parameters = found.parameters;
      segment.head.continues = found.continues && draft->segments.empty() && !found.parameters.empty();
    }
    if (filtered) {
      segment.head.filter = row.filter;
      segment.head.filter_parameters = std::move(filtered->parameters);
      segment.head.filtered_size = filtered->bytes.size();
      segment.filtered = std::move(filtered->bytes);
    }
  }
  Append(std::move(segment), draft);
}

// The plan that says which kind most of a plain block is of, among those that the stream's plan codes alike.
std::uint64_t PlainPlan(const LevelTable& table, const std::vector<Segment>& segments, std::uint64_t stream_plan,
                        bool small) {
  std::map<Kind, std::uint64_t> sizes;
  for (const Segment& segment : segments) {
    if (table.StreamPlan(segment.kind, small) == stream_plan) sizes[segment.kind] += segment.size;
  }
  if (sizes.empty()) return stream_plan;
  const auto largest = std::ranges::max_element(sizes, {}, [](const auto& entry) { return entry.second; });
  return PlanNumber(largest->first, small);
}

// More segments than can be written: all but the last become one, of data.
std::vector<Segment> Fewer(const std::vector<Segment>& segments) {
  if (segments.size() <= kMaxSegments) return segments;
  return {Segment{Kind::kData, 0, segments.back().offset, false, {}}, segments.back()};
}

Draft MakeDraft(const FramePlans& plans, ByteView raw, const std::vector<Segment>& segments, bool small) {
  Draft draft;
  const LevelTable* const table = plans.table();
  if (table == nullptr) {
    draft.streams.emplace_back();
    return draft;
  }
  for (const Segment& segment : Fewer(segments)) Append(*table, raw, segment, small, &draft);
  if (draft.segments.size() == 1 && IsMute(draft.segments[0].head)) {
    draft.segments.clear();
    draft.streams[0].plan = PlainPlan(*table, segments, draft.streams[0].plan, small);
  }
  return draft;
}

// The bytes of a stream of a segmented block.
Bytes Gathered(const Draft& draft, std::size_t stream, ByteView raw) {
  Bytes bytes;
  for (const DraftSegment& segment : draft.segments) {
    if (segment.head.stream != stream) continue;
    const ByteView own =
        segment.head.filter != 0 ? ByteView(segment.filtered) : raw.subspan(segment.offset, segment.head.size);
    bytes.insert(bytes.end(), own.begin(), own.end());
  }
  return bytes;
}

StatusOr<std::uint64_t> LanesOf(FramePlans& plans, std::uint64_t plan, std::uint64_t size, unsigned wanted) {
  if (wanted != 0) return std::uint64_t{wanted};
  LLMZIP_ASSIGN_OR_RETURN(const unsigned lanes, plans.LanesFor(plan, size));
  return std::uint64_t{lanes};
}

// What a stream's codec is told of its segments; nothing for the one stream of a plain block.
std::vector<SegmentView> ViewsOf(const std::vector<SegmentHead>& segments, std::size_t stream) {
  std::vector<SegmentView> views;
  for (const SegmentHead& segment : segments) {
    if (segment.stream != stream || segment.filtered_size == 0) continue;
    views.push_back({segment.kind, segment.filtered_size, segment.parameters});
  }
  return views;
}

// Codes a stream and appends it to the payload.
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

// Whether the format allows a coded block so, and it is smaller than one of the same bytes stored.
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

Status Verify(FramePlans& plans, const EncodedBlock& block, ByteView raw, const Context& context) {
  const auto decoded = DecodeBlock(&plans, block.head, block.payload, context);
  if (!decoded.ok() && decoded.status().code() == StatusCode::kCorrupt) {
    return Status::Internal("verification failed: " + decoded.status().message());
  }
  if (!decoded.ok()) return decoded.status();  // it was stopped, or a predictor failed: says nothing about the bytes
  if (!std::ranges::equal(*decoded, raw)) {
    return Status::Internal("verification failed: a block decodes to other bytes than it was made from");
  }
  return Status::Ok();
}

// The bytes of each stream, from the payload.
StatusOr<Bytes> DecodeStream(FramePlans& plans, const BlockHead& head, std::size_t number, ByteView coded,
                             const Context& context) {
  const StreamHead& stream = head.streams[number];
  LLMZIP_ASSIGN_OR_RETURN(const auto codec, plans.CodecOf(stream.plan, stream.lanes));
  const std::vector<SegmentView> segments = ViewsOf(head.segments, number);
  if (segments.empty()) return codec->Decompress(coded, stream.size, context);
  return codec->DecompressSegments(coded, stream.size, segments, context);
}

StatusOr<std::vector<Bytes>> DecodeStreams(FramePlans& plans, const BlockHead& head, ByteView payload,
                                           const Context& context) {
  std::vector<Bytes> streams;
  for (const StreamHead& stream : head.streams) {
    LLMZIP_ASSIGN_OR_RETURN(Bytes bytes,
                            DecodeStream(plans, head, streams.size(), payload.first(stream.coded_size), context));
    if (bytes.size() != stream.size) return Status::Corrupt("a block decodes to the wrong size");
    streams.push_back(std::move(bytes));
    payload = payload.subspan(stream.coded_size);
  }
  return streams;
}

Status UndoSegment(const SegmentHead& segment, ByteView filtered, std::span<std::uint8_t> raw) {
  if (segment.filter == 0) {
    std::ranges::copy(filtered, raw.begin());
    return Status::Ok();
  }
  return UndoFilter(segment.filter, {segment.kind, segment.size, segment.parameters}, segment.filter_parameters,
                    filtered, raw);
}

// The raw bytes of a segmented block whose streams are decoded.
StatusOr<Bytes> JoinSegments(const BlockHead& head, const std::vector<Bytes>& streams) {
  Bytes raw(head.raw_size);
  std::vector<std::uint64_t> taken(streams.size(), 0);
  std::uint64_t offset = 0;
  for (const SegmentHead& segment : head.segments) {
    const ByteView filtered = ByteView(streams[segment.stream]).subspan(taken[segment.stream], segment.filtered_size);
    LLMZIP_RETURN_IF_ERROR(UndoSegment(segment, filtered, std::span(raw).subspan(offset, segment.size)));
    taken[segment.stream] += segment.filtered_size;
    offset += segment.size;
  }
  return raw;
}

}  // namespace

StatusOr<std::vector<StreamHead>> PlannedStreams(FramePlans& plans, const std::vector<Segment>& segments,
                                                 const BlockOptions& options) {
  std::vector<StreamHead> streams;
  const LevelTable* const table = plans.table();
  for (const Segment& segment : segments) {
    const Kind kind = table != nullptr && HasRow(*table, segment.kind) ? segment.kind : Kind::kData;
    const std::uint64_t plan = table == nullptr ? 0 : table->StreamPlan(kind, options.small);
    auto found = std::ranges::find(streams, plan, &StreamHead::plan);
    if (found == streams.end()) {
      streams.emplace_back().plan = plan;
      found = streams.end() - 1;
    }
    found->size += segment.size;
  }
  for (StreamHead& stream : streams) {
    LLMZIP_ASSIGN_OR_RETURN(stream.lanes, LanesOf(plans, stream.plan, stream.size, options.lanes));
  }
  return streams;
}

EncodedBlock StoreBlock(ByteView raw) { return {StoredHead(raw, RawDigest::Of(raw)), Bytes(raw.begin(), raw.end())}; }

StatusOr<EncodedBlock> EncodeBlock(FramePlans& plans, ByteView raw, const std::vector<Segment>& segments,
                                   const BlockOptions& options, const Context& context) {
  Draft draft = MakeDraft(plans, raw, segments, options.small);
  EncodedBlock block;
  if (draft.segments.empty()) {
    block.head.kind = BlockKind::kPlain;
    LLMZIP_RETURN_IF_ERROR(CodeStream(plans, raw, {}, options.lanes, context, &draft.streams[0], &block.payload));
  } else {
    block.head.kind = BlockKind::kSegmented;
    std::vector<SegmentHead> heads;
    for (const DraftSegment& segment : draft.segments) heads.push_back(segment.head);
    for (std::size_t i = 0; i < draft.streams.size(); ++i) {
      const Bytes bytes = Gathered(draft, i, raw);
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
  if (options.verify) LLMZIP_RETURN_IF_ERROR(Verify(plans, block, raw, context));
  return block;
}

Status CheckSegments(const BlockHead& head) {
  for (const SegmentHead& segment : head.segments) {
    LLMZIP_RETURN_IF_ERROR(CheckKindParameters(segment.kind, segment.parameters));
    if (segment.filter == 0 || segment.filter_parameters.empty()) {
      if (segment.filter != 0 && FindFilter(segment.filter) == nullptr) {
        return Status::Unsupported("filter: made by a newer llmzip: its number is unknown");
      }
      if (segment.filtered_size != segment.size) return Status::Corrupt("segment: bytes left alone have another size");
      continue;
    }
    const FilterEntry* const filter = FindFilter(segment.filter);
    if (filter == nullptr) return Status::Unsupported("filter: made by a newer llmzip: its number is unknown");
    if (!filter->accepts(static_cast<Kind>(segment.kind))) {
      return Status::Corrupt("filter: does not take segments of this kind");
    }
    const bool possible = filter->keeps_size ? segment.filtered_size == segment.size
                                             : segment.filtered_size <= filter->most_filtered_bytes(segment.size);
    if (!possible) return Status::Corrupt("filter: the filtered bytes cannot be that many");
  }
  return Status::Ok();
}

StatusOr<std::uint64_t> DecodingMemory(FramePlans* plans, const BlockHead& head) {
  if (head.kind == BlockKind::kStored) return BlockMemory(0, head.raw_size, kDecodingBuffers);
  LLMZIP_RETURN_IF_ERROR(CheckSegments(head));
  LLMZIP_ASSIGN_OR_RETURN(std::uint64_t working, plans->WorkingMemory(head.streams));
  std::uint64_t largest = head.raw_size;
  if (head.kind == BlockKind::kSegmented) {
    for (const StreamHead& stream : head.streams) largest = std::max(largest, stream.size);
    for (const StreamHead& stream : head.streams) working += std::min(stream.size, UINT64_MAX - working);
  }
  return BlockMemory(working, largest, kDecodingBuffers);
}

BlockEnd EndOf(const BlockHead& head) {
  if (head.kind == BlockKind::kStored) return {true, -1};
  if (head.kind == BlockKind::kSegmented) return {false, head.segments.back().kind};
  return {};
}

Status CheckContinues(const BlockHead& head, const BlockEnd& before) {
  if (head.segments.empty() || !head.segments[0].continues) return Status::Ok();
  if (before.any || before.kind == head.segments[0].kind) return Status::Ok();
  return Status::Corrupt("a block continues a segment that the block before it does not have");
}

StatusOr<Bytes> DecodeBlock(FramePlans* plans, const BlockHead& head, ByteView payload, const Context& context) {
  Bytes raw;
  if (head.kind == BlockKind::kStored) {
    raw.assign(payload.begin(), payload.end());
  } else {
    assert(plans != nullptr);
    LLMZIP_RETURN_IF_ERROR(CheckSegments(head));
    LLMZIP_ASSIGN_OR_RETURN(std::vector<Bytes> streams, DecodeStreams(*plans, head, payload, context));
    if (head.kind == BlockKind::kPlain) {
      raw = std::move(streams[0]);
    } else {
      LLMZIP_ASSIGN_OR_RETURN(raw, JoinSegments(head, streams));
    }
  }
  if (raw.size() != head.raw_size) return Status::Corrupt("a block decodes to the wrong size");
  if (!head.digest.Matches(raw)) {
    return Status::Corrupt("a block decodes to other bytes than it was made from: its digest does not match");
  }
  return raw;
}

StatusOr<Bytes> DecodeCheckedBlock(FramePlans* plans, const BlockHead& head, ByteView payload, std::uint64_t number,
                                   const std::string& recorded_environment, const Context& context) {
  auto raw = DecodeBlock(plans, head, payload, context);
  if (raw.ok() || raw.status().code() != StatusCode::kCorrupt || recorded_environment.empty()) return raw;
  const auto here = plans == nullptr ? std::string() : plans->Environment();
  return Status::Corrupt("block " + std::to_string(number) + ": " + raw.status().message() +
                         "; it is not damaged, so this machine computes otherwise: the archive was made with '" +
                         recorded_environment + "' and here is '" + (here.ok() ? *here : std::string()) + "'");
}

namespace {

// Raw bytes that are known, and where the others are.
class Mosaic {
 public:
  explicit Mosaic(std::uint64_t size) { salvage_.raw.resize(size); }

  /// The next bytes of the block, of which the first `known` have been filled in.
  void Account(std::uint64_t size, std::uint64_t known) {
    if (known < size) {
      if (!salvage_.missing.empty() && salvage_.missing.back().end == offset_ + known) {
        salvage_.missing.back().end = offset_ + size;
      } else {
        salvage_.missing.push_back({offset_ + known, offset_ + size});
      }
    }
    offset_ += size;
  }

  [[nodiscard]] std::span<std::uint8_t> Next(std::uint64_t size) {
    return std::span(salvage_.raw).subspan(offset_, size);
  }
  Salvage Take() { return std::move(salvage_); }

 private:
  Salvage salvage_;
  std::uint64_t offset_ = 0;
};

// Stored bytes stand each for itself: every piece that matches is known.
void SalvageStored(const StreamHead& stream, ByteView payload, Mosaic* mosaic) {
  const Pieces pieces = PiecesOf(stream.size, stream.coded_size);
  if (pieces.count == 0) mosaic->Account(stream.size, 0);
  for (std::uint64_t i = 0; i < pieces.count; ++i) {
    const std::uint64_t begin = i * pieces.size;
    const ByteView piece = payload.subspan(begin, std::min<std::uint64_t>(pieces.size, stream.size - begin));
    const bool known = ChecksMatch(stream.piece_checks[i], Xxh3Check32(piece));
    if (known) std::ranges::copy(piece, mosaic->Next(piece.size()).begin());
    mosaic->Account(piece.size(), known ? piece.size() : 0);
  }
}

// A segment, of whose filtered bytes the first `proven` are right: all of it, or without a filter what they are.
void SalvageSegment(const SegmentHead& segment, ByteView filtered, std::uint64_t proven, Mosaic* mosaic) {
  const std::span<std::uint8_t> raw = mosaic->Next(segment.size);
  if (proven >= segment.filtered_size && UndoSegment(segment, filtered, raw).ok()) {
    mosaic->Account(segment.size, segment.size);
    return;
  }
  const bool plain = segment.filter == 0 || segment.filter_parameters.empty();
  const std::uint64_t known = plain ? std::min(proven, segment.size) : 0;
  std::ranges::fill(raw, std::uint8_t{0});
  std::ranges::copy(filtered.first(known), raw.begin());
  mosaic->Account(segment.size, known);
}

}  // namespace

StatusOr<Salvage> SalvageBlock(FramePlans* plans, const BlockHead& head, ByteView payload, const Context& context) {
  Mosaic mosaic(head.raw_size);
  if (head.kind == BlockKind::kStored) {
    if (head.digest.Matches(payload)) return Salvage{Bytes(payload.begin(), payload.end()), {}};
    SalvageStored(head.streams[0], payload, &mosaic);
    return mosaic.Take();
  }
  LLMZIP_RETURN_IF_ERROR(CheckSegments(head));
  std::vector<Bytes> streams;
  std::vector<std::uint64_t> proven;
  for (const StreamHead& stream : head.streams) {
    auto bytes = DecodeStream(*plans, head, streams.size(), payload.first(stream.coded_size), context);
    if (!bytes.ok() && bytes.status().code() != StatusCode::kCorrupt) return bytes.status();
    const bool whole = bytes.ok() && bytes->size() == stream.size;
    streams.push_back(whole ? *std::move(bytes) : Bytes(stream.size));
    proven.push_back(whole ? ProvenBytes(streams.back(), stream.coded_size, stream.piece_checks) : 0);
    payload = payload.subspan(stream.coded_size);
  }
  // Damage to checks alone loses nothing.
  auto whole = head.kind == BlockKind::kPlain ? StatusOr<Bytes>(streams[0]) : JoinSegments(head, streams);
  if (whole.ok() && whole->size() == head.raw_size && head.digest.Matches(*whole))
    return Salvage{*std::move(whole), {}};
  if (head.kind == BlockKind::kPlain) {
    std::ranges::copy(ByteView(streams[0]).first(proven[0]), mosaic.Next(head.raw_size).begin());
    mosaic.Account(head.raw_size, proven[0]);
    return mosaic.Take();
  }
  std::vector<std::uint64_t> taken(streams.size(), 0);
  for (const SegmentHead& segment : head.segments) {
    std::uint64_t& begin = taken[segment.stream];
    const ByteView filtered = ByteView(streams[segment.stream]).subspan(begin, segment.filtered_size);
    const std::uint64_t known = proven[segment.stream] > begin ? proven[segment.stream] - begin : 0;
    SalvageSegment(segment, filtered, known, &mosaic);
    begin += segment.filtered_size;
  }
  return mosaic.Take();
}

}  // namespace llmzip
