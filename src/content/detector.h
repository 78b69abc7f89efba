// Detector: a block's bytes -> segments.
//
// It looks at bytes only (no names, no options), so what it finds depends only on the content and on where blocks are
// cut. A wrong guess costs size, never correctness: decoders do not run it.
//   1. File headers, wherever they stand, claim parts of the file: sections of code, pixels, samples. Claims on later
//      blocks are kept until those blocks come.
//   2. The kind of unclaimed bytes is guessed window by window (window.h); short runs are joined to their neighbours.
//   3. What is left is searched for sound and pictures without a header (raw_layout.h).
// Time is linear in the block's size (docs/CONTENT.md states how fast); memory is small compared with the block.
// Thread safety: none; one detector follows one content.
#ifndef LLMZIP_CONTENT_DETECTOR_H_
#define LLMZIP_CONTENT_DETECTOR_H_

#include <cstdint>
#include <span>
#include <vector>

#include "content/claim.h"
#include "content/segment.h"
#include "llmzip/codec.h"

namespace llmzip {

class Detector {
 public:
  /// Smaller claims and smaller runs of windows get no segment of their own.
  static constexpr std::uint64_t kSmallestClaim = 2048;
  static constexpr std::uint64_t kSmallestMedia = 256;  ///< claims of pictures and sound
  static constexpr std::uint64_t kSmallestRun = 8192;

  /// The segments of the content's next block; blocks are given in order, each once. They cover the block exactly, in
  /// order, each at least one byte; none for an empty block.
  std::vector<Segment> Detect(ByteView block);

 private:
  std::vector<Claim> ClaimsWithin(ByteView block);
  void JudgeUnclaimed(ByteView block, std::uint64_t begin, std::uint64_t end, std::vector<Segment>* segments) const;
  static void AppendData(ByteView block, std::uint64_t begin, std::uint64_t end, std::vector<Segment>* segments);

  std::vector<Claim> ahead_;  // claims from earlier blocks; offsets count from the next block's first byte
  Segment last_;              // the last segment of the block before; size 0 at first
};

/// Merges kinds that are coded alike: segments of the kinds in `as_data` become data, and neighbouring segments of data
/// become one. `segments` cover a block in order.
std::vector<Segment> Joined(std::vector<Segment> segments, std::span<const Kind> as_data);

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_DETECTOR_H_
