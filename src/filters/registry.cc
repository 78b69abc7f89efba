#include "filters/registry.h"

#include <algorithm>
#include <array>

#include "filters/branches/arm64_branches.h"
#include "filters/branches/x86_branches.h"
#include "filters/deltas/deltas.h"

namespace llmzip {
namespace {

// For filters that keep the size: the size of the result, and the memory for a copy.
std::uint64_t AsMany(std::uint64_t raw_size) { return raw_size; }

template <Kind kOnly>
bool Takes(Kind kind) {
  return kind == kOnly;
}

constexpr std::array kFilters = {
    FilterEntry{1,
                "x86-branches",
                "branch and data addresses of x86 code, made absolute",
                {},
                true,
                AsMany,
                Takes<Kind::kX86>,
                x86_branches::Forward,
                x86_branches::Inverse,
                AsMany},
    FilterEntry{2,
                "arm64-branches",
                "branch addresses of AArch64 code, made absolute",
                {},
                true,
                AsMany,
                Takes<Kind::kArm64>,
                arm64_branches::Forward,
                arm64_branches::Inverse,
                AsMany},
    FilterEntry{3,
                "deltas",
                "differences of the numbers in records",
                {},
                true,
                AsMany,
                Takes<Kind::kRecords>,
                deltas::Forward,
                deltas::Inverse,
                AsMany},
};

}  // namespace

std::span<const FilterEntry> FilterCatalogue() { return kFilters; }

const FilterEntry* FindFilter(std::uint8_t number) {
  const auto* const found = std::ranges::find(kFilters, number, &FilterEntry::number);
  return found == kFilters.end() ? nullptr : &*found;
}

const FilterEntry* FindFilter(std::string_view name) {
  const auto* const found = std::ranges::find(kFilters, name, &FilterEntry::name);
  return found == kFilters.end() ? nullptr : &*found;
}

std::optional<Filtered> ApplyFilter(const FilterEntry& filter, const SegmentView& segment, ByteView raw) {
  if (segment.size != raw.size() || !filter.accepts(static_cast<Kind>(segment.kind))) return std::nullopt;
  if (!CheckKindParameters(segment.kind, segment.parameters).ok()) return std::nullopt;
  Filtered filtered;
  if (!filter.forward(segment, raw, &filtered.bytes, &filtered.parameters)) return std::nullopt;
  if (filtered.parameters.empty()) return std::nullopt;
  Bytes restored(raw.size());
  const Status undone = UndoFilter(filter.number, segment, filtered.parameters, filtered.bytes, restored);
  if (!undone.ok() || !std::ranges::equal(restored, raw)) return std::nullopt;
  return filtered;
}

Status UndoFilter(std::uint8_t number, const SegmentView& segment, ByteView parameters, ByteView filtered,
                  std::span<std::uint8_t> raw) {
  const FilterEntry* filter = FindFilter(number);
  if (filter == nullptr) return Status::Unsupported("filter: made by a newer llmzip: its number is unknown");
  LLMZIP_RETURN_IF_ERROR(CheckKindParameters(segment.kind, segment.parameters));
  if (segment.size != raw.size()) return Status::Corrupt("filter: the segment has another size");
  if (parameters.empty()) {
    if (filtered.size() != raw.size()) return Status::Corrupt("filter: bytes left alone have another size");
    std::ranges::copy(filtered, raw.begin());
    return {};
  }
  if (parameters.size() > kMaxFilterParameterBytes) return Status::Corrupt("filter: too many parameters");
  if (!filter->accepts(static_cast<Kind>(segment.kind))) {
    return Status::Corrupt("filter: does not take segments of this kind");
  }
  const bool possible =
      filter->keeps_size ? filtered.size() == raw.size() : filtered.size() <= filter->most_filtered_bytes(raw.size());
  if (!possible) return Status::Corrupt("filter: the filtered bytes cannot be that many");
  return filter->inverse(segment, parameters, filtered, raw);
}

}  // namespace llmzip
