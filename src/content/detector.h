// Detector: a block's bytes -> segments.
//
// It reads bytes and nothing else (no names, no options), so what it finds depends on the content and on where blocks
// are cut alone. A wrong guess costs size, never correctness: decoders do not run it.
//   1. Headers of files, wherever they stand, claim parts of the file: sections of code, pixels, samples. What a claim
//      says of later blocks is kept until these come.
//   2. What is not claimed is judged window by window (window.h); short runs join their neighbours.
// Time is linear in the block (docs/CONTENT.md states how fast); memory is small beside the block.
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
  /// No piece of another kind is cut out of a block for less.
  static constexpr std::uint64_t kSmallestClaim = 2048;
  static constexpr std::uint64_t kSmallestRun = 8192;

  /// The segments of the content's next block; blocks are given in order, each once. Covers the block exactly, in
  /// order, every segment at least one byte; nothing for an empty block.
  std::vector<Segment> Detect(ByteView block);

 private:
  std::vector<Claim> ClaimsWithin(ByteView block);
  void JudgeUnclaimed(ByteView block, std::uint64_t begin, std::uint64_t end, std::vector<Segment>* segments) const;

  std::vector<Claim> ahead_;  // of headers in earlier blocks; places count from the next block's first byte
  Segment last_;              // of the block before; of size 0 at the start
};

/// The same with kinds that are coded alike made one: segments of the kinds in `as_data` become data, and neighbours
/// that are data one segment. `segments` covers a block in order.
std::vector<Segment> Joined(std::vector<Segment> segments, std::span<const Kind> as_data);

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_DETECTOR_H_
