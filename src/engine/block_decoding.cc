// Decoding a block, and saving what is possible of a damaged one; declared in block_coding.h.
#include <algorithm>
#include <cassert>
#include <utility>

#include "content/kind.h"
#include "engine/block_coding.h"
#include "engine/budget.h"
#include "filters/registry.h"
#include "frame/check.h"
#include "frame/pieces.h"

namespace llmzip {
namespace {

// What a stream should decode to when the segmented block should decode to `raw`; nothing if a filter stands between.
Bytes ExpectedStream(const BlockHead& head, std::size_t number, ByteView raw) {
  Bytes bytes;
  for (const SegmentHead& segment : head.segments) {
    const ByteView from = raw.first(segment.size);
    raw = raw.subspan(segment.size);
    if (segment.stream != number) continue;
    if (segment.filter != 0 && !segment.filter_parameters.empty()) return {};
    bytes.insert(bytes.end(), from.begin(), from.end());
  }
  return bytes;
}

// Decodes one stream; `coded` is its part of the payload. The context expects the whole block, if anything.
StatusOr<Bytes> DecodeStream(FramePlans& plans, const BlockHead& head, std::size_t number, ByteView coded,
                             Context context) {
  const StreamHead& stream = head.streams[number];
  Bytes expected;
  if (head.kind == BlockKind::kSegmented && context.expected.size() == head.raw_size) {
    expected = ExpectedStream(head, number, context.expected);
    context.expected = expected;
  }
  if (context.expected.size() != stream.size) context.expected = {};
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

// Undoes the filters of a segmented block whose streams are decoded, and joins its segments.
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

std::vector<SegmentView> ViewsOf(const std::vector<SegmentHead>& segments, std::size_t stream) {
  std::vector<SegmentView> views;
  for (const SegmentHead& segment : segments) {
    if (segment.stream != stream || segment.filtered_size == 0) continue;
    views.push_back({segment.kind, segment.filtered_size, segment.parameters});
  }
  return views;
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

StatusOr<BlockWork> DecodingWork(FramePlans* plans, const BlockHead& head) {
  // Copies, filters, the digest.
  constexpr std::uint64_t kNsPerByte = 1;
  constexpr std::uint64_t kSegmentedNsPerByte = 10;
  BlockWork work{0, 0, head.raw_size};
  if (head.kind != BlockKind::kStored) {
    LLMZIP_ASSIGN_OR_RETURN(work, plans->Work(head.streams));
  }
  const std::uint64_t ns = head.kind == BlockKind::kSegmented ? kSegmentedNsPerByte : kNsPerByte;
  work.coding_ns = SaturatingAdd(work.coding_ns, SaturatingMultiply(ns, head.raw_size));
  return work;
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

// The raw bytes of a damaged block, filled in from front to back, and the ranges that are missing.
class Mosaic {
 public:
  explicit Mosaic(std::uint64_t size) { salvage_.raw.resize(size); }

  /// Advances by `size` bytes, of which the first `known` have been filled in.
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

// Stored bytes do not depend on each other: every piece whose check matches is known.
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

// Saves a segment of whose filtered bytes the first `proven` are right: all of it if that is all of them; otherwise, if
// it has no filter, these bytes.
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
  // If only checks are damaged, nothing is lost.
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
