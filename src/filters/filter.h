// FilterEntry: a filter is a reversible transform of a segment's bytes to bytes that predictors code better.
//
// Forward runs only when compressing, and is free in how it works. Inverse runs on what an archive says, so it must
// cope with anything: for all parameters and bytes it ends in time bounded by their sizes, with the segment's bytes or
// kCorrupt.
// A filter's parameters are bytes that the block stores beside the segment's own. They are never empty where Forward
// has changed something: empty parameters mean that this segment was not filtered.
// Use filters through ApplyFilter and UndoFilter (registry.h), which check what is common to all.
// A new filter is a folder with these functions and a line in registry.cc; that is enough for the common tests of
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

/// Most parameter bytes that a filter writes for a segment; a reader may refuse more before allocating memory for them.
inline constexpr std::size_t kMaxFilterParameterBytes = std::size_t{1} << 18;

/// The first format version that may name a filter, and whether new archives may still use it.
struct FilterFormats {
  std::uint8_t since = 2;
  bool decode_only = false;
};

struct FilterEntry {
  std::uint8_t number;  ///< part of the format; at least 1, for 0 means no filter
  std::string_view name;
  std::string_view summary;
  FilterFormats formats;

  /// True if the result of forward always has the size of its input; else most_filtered_bytes bounds it.
  bool keeps_size;
  std::uint64_t (*most_filtered_bytes)(std::uint64_t raw_size);

  /// True if the filter takes segments of this kind.
  bool (*accepts)(Kind kind);

  /// Sets *filtered and *parameters. Returns false, with both unchanged, if the filter has nothing to do or would not
  /// help. `segment` is of an accepted kind, its parameters are valid, and raw.size() == segment.size.
  bool (*forward)(const SegmentView& segment, ByteView raw, Bytes* filtered, Bytes* parameters);

  /// Fills `raw`, which has segment.size bytes. The segment's kind is accepted, its parameters are valid, and
  /// filtered.size() is possible for this filter; `parameters` (not empty) and the filtered bytes are untrusted:
  /// kCorrupt if forward cannot have made them. Takes time linear in filtered.size() + raw.size() + parameters.size().
  Status (*inverse)(const SegmentView& segment, ByteView parameters, ByteView filtered, std::span<std::uint8_t> raw);

  /// An upper bound on the bytes that forward or inverse holds beside its arguments.
  std::uint64_t (*memory_bytes)(std::uint64_t raw_size);
};

}  // namespace llmzip

#endif  // LLMZIP_FILTERS_FILTER_H_
