#include "eval/measured_block.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/block_coding.h"
#include "filters/registry.h"

namespace llmzip {
namespace {

bool IsFiltered(const SegmentHead& segment) { return segment.filter != 0 && !segment.filter_parameters.empty(); }

// A plain or stored block as one segment.
std::vector<SegmentHead> SegmentsOf(const BlockHead& head, const FramePlans* plans) {
  if (head.kind == BlockKind::kSegmented) return head.segments;
  SegmentHead segment;
  segment.size = segment.filtered_size = head.raw_size;
  if (head.kind == BlockKind::kPlain && plans != nullptr && plans->table() != nullptr) {
    segment.kind = static_cast<std::uint8_t>(KindOfPlan(head.streams[0].plan));
  }
  return {std::move(segment)};
}

// How many bytes of each stream are needed for the first `wanted` bytes of the block.
std::vector<std::uint64_t> NeededOf(const std::vector<SegmentHead>& segments, std::size_t streams,
                                    std::uint64_t wanted) {
  std::vector<std::uint64_t> needed(streams, 0);
  std::uint64_t offset = 0;
  for (const SegmentHead& segment : segments) {
    if (offset >= wanted) break;
    needed[segment.stream] += IsFiltered(segment) ? segment.filtered_size : std::min(segment.size, wanted - offset);
    offset += segment.size;
  }
  return needed;
}

// What a stream should decode to, if no filter stands between.
Bytes ExpectedOf(const std::vector<SegmentHead>& segments, std::size_t stream, ByteView block) {
  Bytes bytes;
  for (const SegmentHead& segment : segments) {
    const ByteView own = block.first(static_cast<std::size_t>(segment.size));
    block = block.subspan(own.size());
    if (segment.stream != stream) continue;
    if (IsFiltered(segment)) return {};
    bytes.insert(bytes.end(), own.begin(), own.end());
  }
  return bytes;
}

StatusOr<MeasuredStream> MeasureOne(FramePlans& plans, const BlockHead& head, const std::vector<SegmentHead>& segments,
                                    std::size_t number, ByteView coded, std::uint64_t wanted, Context context) {
  const StreamHead& stream = head.streams[number];
  Bytes expected;
  if (context.expected.size() == head.raw_size) expected = ExpectedOf(segments, number, context.expected);
  context.expected = {};
  if (expected.size() == stream.size) context.expected = expected;
  LLMZIP_ASSIGN_OR_RETURN(const Plan plan, plans.ResolvedPlan(stream.plan));
  std::vector<SegmentView> views;
  if (head.kind == BlockKind::kSegmented) views = ViewsOf(head.segments, number);
  return MeasureStream(plan,
                       {.coded = coded,
                        .size = stream.size,
                        .lanes = static_cast<unsigned>(stream.lanes),
                        .segments = views,
                        .wanted = wanted},
                       context);
}

MeasuredStream Stored(ByteView payload) {
  MeasuredStream stream;
  constexpr float kBitsOfByte = 8;
  stream.bytes.assign(payload.begin(), payload.end());
  stream.known = payload.size();
  stream.bits.assign(payload.size(), kBitsOfByte);
  stream.grain = Grain::kBytes;
  return stream;
}

// Adds `size` bytes of a segment, `at` which of the stream's bytes they begin.
Status AddSegment(const SegmentHead& head, const MeasuredStream& stream, std::size_t at, std::uint64_t size,
                  std::size_t stream_number, Explanation* all) {
  ExplainedSegment segment;
  segment.offset = all->content.size();
  segment.size = size;
  segment.kind = static_cast<Kind>(head.kind);
  segment.parameters = head.parameters;
  segment.continues = head.continues;
  segment.stream = stream_number;
  const std::size_t begin = all->content.size();
  const auto count = static_cast<std::size_t>(size);
  all->content.resize(begin + count);
  all->bits.resize(begin + count);
  all->coded.resize(begin + count);
  all->expected.resize(begin + count);
  const std::span raw = std::span(all->content).subspan(begin);
  const auto costs = std::span(stream.bits).subspan(at);
  if (IsFiltered(head)) {
    const FilterEntry* const filter = FindFilter(head.filter);
    segment.filter = filter != nullptr ? std::string(filter->name) : std::string();
    const ByteView filtered = ByteView(stream.bytes).subspan(at, static_cast<std::size_t>(head.filtered_size));
    LLMZIP_RETURN_IF_ERROR(
        UndoFilter(head.filter, {head.kind, head.size, head.parameters}, head.filter_parameters, filtered, raw));
    segment.same_size = head.filtered_size == head.size;
    segment.bits = std::accumulate(costs.begin(), costs.begin() + static_cast<std::ptrdiff_t>(head.filtered_size), 0.0);
  } else {
    std::ranges::copy(ByteView(stream.bytes).subspan(at, count), raw.begin());
    segment.bits = std::accumulate(costs.begin(), costs.begin() + static_cast<std::ptrdiff_t>(count), 0.0);
  }
  if (segment.same_size) {
    std::ranges::copy(costs.first(count), all->bits.begin() + static_cast<std::ptrdiff_t>(begin));
    std::ranges::copy(ByteView(stream.bytes).subspan(at, count),
                      all->coded.begin() + static_cast<std::ptrdiff_t>(begin));
    if (!stream.expected.empty()) {
      std::ranges::copy(std::span(stream.expected).subspan(at, count),
                        all->expected.begin() + static_cast<std::ptrdiff_t>(begin));
    }
  } else {
    const auto each = static_cast<float>(segment.bits / static_cast<double>(size));
    std::ranges::fill(std::span(all->bits).subspan(begin), each);
    std::ranges::copy(raw, all->coded.begin() + static_cast<std::ptrdiff_t>(begin));
  }
  all->segments.push_back(std::move(segment));
  return Status::Ok();
}

}  // namespace

Status MeasureBlock(FramePlans* plans, const BlockHead& head, ByteView payload, std::uint64_t wanted,
                    const Context& context, Explanation* explanation) {
  const std::vector<SegmentHead> segments = SegmentsOf(head, plans);
  const std::vector<std::uint64_t> needed = NeededOf(segments, head.streams.size(), wanted);
  const std::size_t first_stream = explanation->streams.size();
  const std::size_t begin = explanation->content.size();
  std::vector<MeasuredStream> streams;
  for (std::size_t i = 0; i < head.streams.size(); ++i) {
    const StreamHead& stream = head.streams[i];
    const ByteView coded = payload.first(static_cast<std::size_t>(stream.coded_size));
    payload = payload.subspan(coded.size());
    MeasuredStream& measured = streams.emplace_back();
    const bool stored = head.kind == BlockKind::kStored;
    if (stored) {
      measured = Stored(coded);
    } else if (needed[i] > 0) {
      LLMZIP_ASSIGN_OR_RETURN(measured, MeasureOne(*plans, head, segments, i, coded, needed[i], context));
    }
    ExplainedStream& explained = explanation->streams.emplace_back();
    explained.spec = stored ? std::string() : plans->TextOf(stream.plan);
    explained.lanes = stored ? 1 : stream.lanes;
    explained.size = stream.size;
    explained.coded_size = stream.coded_size;
    explained.labels = measured.labels;
    explained.grain = measured.grain;
    explained.whole = measured.known == stream.size;
    explained.bits = std::accumulate(measured.bits.begin(),
                                     measured.bits.begin() + static_cast<std::ptrdiff_t>(measured.known), 0.0);
  }
  std::vector<std::size_t> taken(streams.size(), 0);
  std::uint64_t left = wanted;
  for (const SegmentHead& segment : segments) {
    if (left == 0) break;
    const std::uint64_t size = IsFiltered(segment) ? segment.size : std::min(segment.size, left);
    LLMZIP_RETURN_IF_ERROR(AddSegment(segment, streams[segment.stream], taken[segment.stream], size,
                                      first_stream + static_cast<std::size_t>(segment.stream), explanation));
    taken[segment.stream] += static_cast<std::size_t>(segment.filtered_size);
    left -= std::min(left, size);
  }
  const ByteView made = ByteView(explanation->content).subspan(begin);
  if (made.size() == head.raw_size && !head.digest.Matches(made)) {
    return Status::Corrupt("a block decodes to other bytes than it was made from: its digest does not match");
  }
  return Status::Ok();
}

}  // namespace llmzip
