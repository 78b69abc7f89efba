// Resync: finds the next frame or block after damage, where no index leads.
//
// A false find has a chance of 1 in 2^32 per candidate: a matching check is required, of a frame header, of a lone
// frame, or of a block for this frame and a number that can still come. Crafted archives can make every offset a
// candidate, so SearchBudget bounds the bytes that all searches of one run examine, in proportion to the archive.
// Thread safety: as the window's.
#ifndef LLMZIP_ENGINE_RESYNC_H_
#define LLMZIP_ENGINE_RESYNC_H_

#include <cstdint>
#include <functional>
#include <optional>

#include "engine/block_on_disk.h"
#include "engine/source_window.h"
#include "frame/header.h"
#include "llmzip/status.h"

namespace llmzip {

class SearchBudget {
 public:
  /// `go_on` is called now and then; searches end once it returns false.
  SearchBudget(std::uint64_t archive_size, std::function<bool()> go_on);

  /// Subtracts `bytes` from the budget; false once nothing is left.
  bool Take(std::uint64_t bytes);
  [[nodiscard]] bool spent() const { return left_ == 0; }

  /// kCancelled if the run is to stop. Cheap: it is called at every offset.
  Status Continue();

 private:
  std::uint64_t left_;
  std::function<bool()> go_on_;
  std::uint32_t calls_ = 0;
};

struct FoundFrame {
  std::uint64_t offset = 0;
  ParsedHeader parsed;
};

struct FoundBlock {
  std::uint64_t offset = 0;
  std::uint64_t number = 0;
};

/// The first frame at or after `from` with a matching check: of its header or, for a lone frame, of its head or the
/// whole frame. nullopt if there is none.
StatusOr<std::optional<FoundFrame>> FindFrame(SourceWindow& window, std::uint64_t from, SearchBudget& budget);

/// The first block of the full frame `parsed`, at or after `from` and before the next frame's header, with number
/// `least_number` or higher, whose head (in version 1 all of it) is sound. `raw_before`: raw bytes of the frame before
/// block `least_number`.
StatusOr<std::optional<FoundBlock>> FindBlock(SourceWindow& window, std::uint64_t from, const ParsedHeader& parsed,
                                              std::uint64_t least_number, std::uint64_t raw_before,
                                              SearchBudget& budget);

/// The block at `offset`; in a full frame it has number `number`, and for a lone frame `offset` is that of its magic.
/// If the archive ends within the payload, missing bytes are replaced by zeros, unless the block would have more than
/// most_bytes. nullopt if there can be no block.
StatusOr<std::optional<BlockOnDisk>> BlockAt(SourceWindow& window, std::uint64_t offset, const ParsedHeader& parsed,
                                             std::uint64_t number, std::uint64_t most_bytes);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_RESYNC_H_
