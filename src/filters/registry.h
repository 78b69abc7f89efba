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

/// The number that means "no filter" in a block's layout.
inline constexpr std::uint8_t kNoFilter = 0;

/// All filters in the order of their numbers.
std::span<const FilterEntry> FilterCatalogue();

/// Null if no filter has this number or name; kNoFilter is not a filter.
const FilterEntry* FindFilter(std::uint8_t number);
const FilterEntry* FindFilter(std::string_view name);

struct Filtered {
  Bytes bytes;
  Bytes parameters;  ///< at least one
};

/// The filtered bytes of a segment, after checking that UndoFilter restores the original. nullopt if the filter does
/// not take this kind, has nothing to do, or is defective and does not restore them: the segment is then coded as it
/// is.
std::optional<Filtered> ApplyFilter(const FilterEntry& filter, const SegmentView& segment, ByteView raw);

/// The inverse, of untrusted input. Fills `raw`, which has segment.size bytes; empty `parameters` mean that the bytes
/// were not filtered. kUnsupported: unknown filter or kind. kCorrupt: the input cannot come from ApplyFilter.
Status UndoFilter(std::uint8_t number, const SegmentView& segment, ByteView parameters, ByteView filtered,
                  std::span<std::uint8_t> raw);

}  // namespace llmzip

#endif  // LLMZIP_FILTERS_REGISTRY_H_
