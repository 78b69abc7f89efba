// Detector: a block's bytes -> segments.
//
// It reads bytes and nothing else (no names, no options), so what it finds depends on the content and on where blocks
// are cut alone. A wrong guess costs size, never correctness: decoders do not run it. Time is linear in the block
// (docs/CONTENT.md states how fast), memory a few megabytes beside the answer.
// Thread safety: none; one detector follows one content.
#ifndef LLMZIP_CONTENT_DETECTOR_H_
#define LLMZIP_CONTENT_DETECTOR_H_

#include <vector>

#include "content/segment.h"
#include "llmzip/codec.h"

namespace llmzip {

class Detector {
 public:
  /// The segments of the content's next block; blocks are given in order, each once. Covers the block exactly, in
  /// order, every segment at least one byte; nothing for an empty block.
  std::vector<Segment> Detect(ByteView block);
};

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_DETECTOR_H_
