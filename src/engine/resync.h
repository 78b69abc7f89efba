// Resync: finding the next frame or block behind damage, where no index tells.
//
// What is found is sure but for one chance in 2^32 a candidate: a header's check must match, or a lone frame's, or a
// block's for the frame and for a number that can still come. Crafted bytes can make every place a candidate, so the
// bytes that all searches of one run look at are bounded by SearchBudget, in proportion to the archive.
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
  /// `go_on` is asked now and then; false stops every search.
  SearchBudget(std::uint64_t archive_size, std::function<bool()> go_on);

  /// Takes the cost of looking at so many bytes: false once there is nothing left.
  bool Take(std::uint64_t bytes);
  [[nodiscard]] bool spent() const { return left_ == 0; }

  /// kCancelled if the run is to stop; cheap, to be called at every place.
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

/// The first frame at or behind `from` whose header's check matches, or of a lone one the check of its head or of all;
/// nothing if there is none.
StatusOr<std::optional<FoundFrame>> FindFrame(SourceWindow& window, std::uint64_t from, SearchBudget& budget);

/// The first block of the full frame `parsed`, number `least_number` or later, at or behind `from` and before the next
/// frame's header; its head is sound, and in version 1 all of it. `raw_before` raw bytes of the frame came before block
/// `least_number`.
StatusOr<std::optional<FoundBlock>> FindBlock(SourceWindow& window, std::uint64_t from, const ParsedHeader& parsed,
                                              std::uint64_t least_number, std::uint64_t raw_before,
                                              SearchBudget& budget);

/// The block at `offset`, with number `number` if it is one of a full frame. Where the archive ends within its payload,
/// what is missing is taken for zeros, unless it would come to more than most_bytes in all. Nothing if no block can be
/// there. `offset` of a lone frame is that of its magic.
StatusOr<std::optional<BlockOnDisk>> BlockAt(SourceWindow& window, std::uint64_t offset, const ParsedHeader& parsed,
                                             std::uint64_t number, std::uint64_t most_bytes);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_RESYNC_H_
