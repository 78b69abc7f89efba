// Resync: finding the next frame or block behind damage, where no index tells.
//
// What is found is sure but for one chance in 2^32 a candidate: a header's check must match, and a block's check must
// match for the frame and for a number that can still come.
// Thread safety: as the window's.
#ifndef LLMZIP_ENGINE_RESYNC_H_
#define LLMZIP_ENGINE_RESYNC_H_

#include <cstdint>
#include <optional>

#include "engine/source_window.h"
#include "frame/header.h"
#include "llmzip/status.h"

namespace llmzip {

struct FoundFrame {
  std::uint64_t offset = 0;
  ParsedHeader parsed;
};

struct FoundBlock {
  std::uint64_t offset = 0;
  std::uint64_t number = 0;
  std::uint64_t disk_size = 0;
};

/// The first frame header at or behind `from`; nothing if there is none.
StatusOr<std::optional<FoundFrame>> FindFrame(SourceWindow& window, std::uint64_t from);

/// The first block of the frame `parsed`, number `least_number` or later, at or behind `from` and before the next
/// frame's header. `raw_before` raw bytes of the frame came before block `least_number`. Only blocks that are full, or
/// hold what is missing to the declared content size, are looked for.
StatusOr<std::optional<FoundBlock>> FindBlock(SourceWindow& window, std::uint64_t from, const ParsedHeader& parsed,
                                              std::uint64_t least_number, std::uint64_t raw_before);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_RESYNC_H_
