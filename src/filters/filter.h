// FilterEntry: a filter turns a segment's bytes into others that predictors code better, and back.
//
// Forward runs when compressing and may do as it likes; Inverse runs on what an archive says, so it is total: whatever
// parameters and bytes it is given, it ends in time bounded by the sizes, with the segment's bytes or kCorrupt.
// A filter's parameters are bytes that the block carries beside the segment's own. They are never empty where Forward
// changed something: an empty string means that this segment was left as it is.
// Use filters through ApplyFilter and UndoFilter (registry.h), which check what is common to all.
// A new filter is a folder with these functions and a line in registry.cc; that alone brings the battery of
// tests/filters and tests/fuzz.
// Thread safety: all functions may be called from any thread.
#ifndef LLMZIP_FILTERS_FILTER_H_
#define LLMZIP_FILTERS_FILTER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "content/segment.h"
#include "llmzip/codec.h"
#include "llmzip/segment.h"
#include "llmzip/status.h"

namespace llmzip {

/// No filter writes more parameter bytes for a segment than this, so a reader may refuse more before allocating.
inline constexpr std::size_t kMaxFilterParameterBytes = std::size_t{1} << 18;

/// Since which version of the format archives may name a filter, and whether new ones still do.
struct FilterFormats {
  std::uint8_t since = 2;
  bool decode_only = false;
};

struct FilterEntry {
  std::uint8_t number;  ///< part of the format; at least 1, for 0 means no filter
  std::string_view name;
  std::string_view summary;
  FilterFormats formats;

  /// Whether Forward's result always has the size of its input. Where not, most_filtered_bytes bounds it.
  bool keeps_size;
  std::uint64_t (*most_filtered_bytes)(std::uint64_t raw_size);

  /// Whether the filter is made for segments of this kind.
  bool (*accepts)(Kind kind);

  /// Sets *filtered and *parameters; false, both as they were, where the filter has nothing to do or would not pay.
  /// `segment` is of an accepted kind and its parameters are right; raw.size() == segment.size.
  bool (*forward)(const SegmentView& segment, ByteView raw, Bytes* filtered, Bytes* parameters);

  /// Fills `raw`, which has segment.size bytes. The kind's parameters are right and its kind is accepted,
  /// filtered.size() is possible for this filter; `parameters` (not empty) and the bytes are not to be trusted:
  /// kCorrupt if they cannot be forward's. Takes time linear in filtered.size() + raw.size() + parameters.size().
  Status (*inverse)(const SegmentView& segment, ByteView parameters, ByteView filtered, std::span<std::uint8_t> raw);

  /// An upper bound on the bytes that forward or inverse holds beside its arguments.
  std::uint64_t (*memory_bytes)(std::uint64_t raw_size);
};

}  // namespace llmzip

#endif  // LLMZIP_FILTERS_FILTER_H_
