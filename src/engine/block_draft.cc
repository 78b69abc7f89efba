#include "engine/block_draft.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "filters/registry.h"
#include "frame/limits.h"

namespace llmzip {
namespace {

// True if the table has a row for this kind; otherwise it is coded as data.
bool HasRow(const LevelTable& table, Kind kind) { return kind == Kind::kData || table.RowFor(kind).kind == kind; }

std::uint64_t StreamOf(std::uint64_t plan, BlockDraft* draft) {
  const auto found = std::ranges::find(draft->streams, plan, &StreamHead::plan);
  if (found != draft->streams.end()) return static_cast<std::uint64_t>(found - draft->streams.begin());
  draft->streams.emplace_back().plan = plan;
  return draft->streams.size() - 1;
}

bool IsMute(const SegmentHead& segment) { return segment.parameters.empty() && segment.filter == 0; }

void Count(const Segment& found, const SegmentHead& segment, BlockDraft* draft) {
  const Kind kind = found.kind;
  auto share = std::ranges::find_if(draft->kinds, [&](const KindShare& k) {
    return k.kind == kind && k.filter == segment.filter && k.stream == segment.stream;
  });
  if (share == draft->kinds.end()) {
    draft->kinds.push_back({.kind = kind, .filter = segment.filter, .stream = segment.stream});
    draft->kinds.back().parameters = found.parameters;
    share = draft->kinds.end() - 1;
  }
  share->raw_bytes += segment.size;
  share->filtered_bytes += segment.filtered_size;
  share->pieces += found.continues ? 0 : 1;
}

// Appends a segment, or extends the last one if the two do not differ in anything that a head records.
void Append(DraftSegment segment, BlockDraft* draft) {
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

// What determines, besides a segment itself, how it is coded.
struct Drafting {
  const LevelTable& table;
  ByteView block;
  StreamPlans plans;
  bool lone;
};

// Appends one of the detector's segments to the stream of its kind, filtered if that helps. A kind without a row of its
// own is coded as data, and so is a segment whose only difference from data would be a filter that has nothing to do.
// The last segment of a block keeps its kind and parameters even so, because the next block may continue it.
void Append(const Drafting& drafting, const Segment& found, BlockDraft* draft) {
  const ByteView raw = drafting.block.subspan(found.offset, found.size);
  DraftSegment segment;
  segment.offset = found.offset;
  segment.head.size = segment.head.filtered_size = found.size;
  const LevelRow& row = drafting.table.RowFor(found.kind);
  const std::uint64_t plan = drafting.plans.Of(found);
  segment.head.stream = StreamOf(plan, draft);
  // What has no stream of its own and is small costs more to say than it is worth, unless the next block goes on with
  // it.
  const bool may_go_on = !drafting.lone && found.offset + found.size == drafting.block.size();
  const bool is_small =
      IsMedia(found.kind) && !drafting.plans.IsOwn(found) && found.size < StreamPlans::kSmallestPictureStream;
  if (HasRow(drafting.table, found.kind) && (may_go_on || !is_small)) {
    const FilterEntry* const filter = row.filter != 0 ? FindFilter(row.filter) : nullptr;
    auto filtered = filter != nullptr ? ApplyFilter(*filter, found.View(), raw) : std::nullopt;
    // Pictures and sound that have no stream of their own are records to the predictor they get.
    const bool told = drafting.plans.IsOwn(found) ? row.told : drafting.table.RowFor(Kind::kRecords).told;
    const bool says_something = !found.parameters.empty() && (told || may_go_on);
    if (filtered || says_something || plan != drafting.plans.Of(Kind::kData)) {
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
  Count(found, segment.head, draft);
  Append(std::move(segment), draft);
}

// A plain block has no segments that say its kind; so, of the plans with the same spec, its plan number is the one of
// the kind that most of the block is of; but a table without a number has one plan for all.
std::uint64_t PlainPlan(const LevelTable& table, const std::vector<KindShare>& kinds, std::uint64_t plan, bool small) {
  if (table.number == 0) return plan;
  const auto largest = std::ranges::max_element(kinds, {}, &KindShare::raw_bytes);
  const std::uint64_t telling = PlanNumber(largest->kind, small);
  return table.SpecOf(telling) == table.SpecOf(plan) ? telling : plan;
}

// If there are more segments than the format allows, all but the last become one segment of data.
std::vector<Segment> Fewer(const std::vector<Segment>& segments) {
  if (segments.size() <= kMaxSegments) return segments;
  return {Segment{Kind::kData, 0, segments.back().offset, false, {}}, segments.back()};
}

}  // namespace

StreamPlans::StreamPlans(const LevelTable* table, std::span<const Segment> segments, bool small)
    : plans_(KindCatalogue().size(), 0), own_plans_(plans_) {
  if (table == nullptr) return;
  plain_as_records_ = table->RowFor(Kind::kRecords).told;
  std::vector<std::uint64_t> bytes(LevelPlanCount(), 0);  // indexed by plan
  for (std::size_t kind = 0; kind < plans_.size(); ++kind) {
    const Kind coded_as = HasRow(*table, static_cast<Kind>(kind)) ? static_cast<Kind>(kind) : Kind::kData;
    plans_[kind] = table->StreamPlan(coded_as, small);
  }
  for (const Segment& segment : segments) bytes[Of(segment)] += segment.size;
  own_plans_ = plans_;
  const auto most = static_cast<std::uint64_t>(std::ranges::max_element(bytes) - bytes.begin());
  const auto is_media = [](std::uint64_t plan) { return IsMedia(static_cast<Kind>(KindOfPlan(plan))); };
  const auto pays = [&](std::uint64_t plan) {
    const auto kind = static_cast<Kind>(KindOfPlan(plan));
    return bytes[plan] >= (kind == Kind::kPicture ? kSmallestPictureStream
                           : kind == Kind::kSound ? kSmallestSoundStream
                                                  : kSmallestStream);
  };
  std::uint64_t rest = most;  // what kinds without a stream of their own get
  if (is_media(most)) {
    std::uint64_t others = 0;
    for (std::uint64_t plan = 0; plan < bytes.size(); ++plan) others += pays(plan) ? 0 : bytes[plan];
    rest = pays(Of(Kind::kData)) ? Of(Kind::kData) : Of(Kind::kRecords);
    if (others < kFewBytes) rest = most;
  }
  for (std::uint64_t& plan : plans_) {
    if (!pays(plan)) plan = rest;
  }
}

BlockDraft MakeDraft(const LevelTable* table, ByteView raw, const std::vector<Segment>& segments, bool small,
                     bool lone) {
  BlockDraft draft;
  if (table == nullptr) {
    draft.streams.emplace_back();
    return draft;
  }
  const Drafting drafting{*table, raw, StreamPlans(table, segments, small), lone};
  for (const Segment& segment : Fewer(segments)) Append(drafting, segment, &draft);
  if (draft.segments.size() == 1 && IsMute(draft.segments[0].head)) {
    draft.segments.clear();
    draft.streams[0].plan = PlainPlan(*table, draft.kinds, draft.streams[0].plan, small);
  }
  return draft;
}

Bytes BlockDraft::Gathered(std::size_t stream, ByteView raw) const {
  Bytes bytes;
  for (const DraftSegment& segment : segments) {
    if (segment.head.stream != stream) continue;
    const ByteView own =
        segment.head.filter != 0 ? ByteView(segment.filtered) : raw.subspan(segment.offset, segment.head.size);
    bytes.insert(bytes.end(), own.begin(), own.end());
  }
  return bytes;
}

}  // namespace llmzip
