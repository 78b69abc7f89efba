// The catalogue of filters, and the two ways to use one.
// Thread safety: everything here may be used from any thread.
#ifndef LLMZIP_FILTERS_REGISTRY_H_
#define LLMZIP_FILTERS_REGISTRY_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "filters/filter.h"

namespace llmzip {

/// What a stream says where its bytes went through no filter.
inline constexpr std::uint8_t kNoFilter = 0;

/// All filters in the order of their numbers.
std::span<const FilterEntry> FilterCatalogue();

/// Null for a number or name no filter has; kNoFilter is none.
const FilterEntry* FindFilter(std::uint8_t number);
const FilterEntry* FindFilter(std::string_view name);

struct Filtered {
  Bytes bytes;
  Bytes parameters;  ///< at least one
};

/// The segment's bytes filtered, having proved that UndoFilter gives them back; nothing where the filter does not take
/// this kind, has nothing to do, or (a defect) does not give them back: the segment is then coded as it is.
std::optional<Filtered> ApplyFilter(const FilterEntry& filter, const SegmentView& segment, ByteView raw);

/// The opposite, from untrusted parts. `raw` has segment.size bytes and is filled; empty `parameters` mean that the
/// bytes were left alone. kUnsupported: unknown filter or kind. kCorrupt: what cannot have been made.
Status UndoFilter(std::uint8_t number, const SegmentView& segment, ByteView parameters, ByteView filtered,
                  std::span<std::uint8_t> raw);

}  // namespace llmzip

#endif  // LLMZIP_FILTERS_REGISTRY_H_
