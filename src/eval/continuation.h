// Continuation: what is to be drawn after a prefix, judging by the prefix. After the upper half of a picture comes its
// lower half, so the predictor is told of a picture that reaches over both, as it is when a file is compressed.
// Thread safety: a value.
#ifndef LLMZIP_EVAL_CONTINUATION_H_
#define LLMZIP_EVAL_CONTINUATION_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "content/segment.h"
#include "llmzip/codec.h"
#include "llmzip/predictor.h"

namespace llmzip {

struct Continuation {
  std::vector<Segment> segments;  ///< of the prefix and the drawn bytes together: they cover both
  std::string_view spec;          ///< what the default level codes the prefix's end with

  /// The same for predictors; valid as long as this object.
  [[nodiscard]] std::vector<LaneSegment> Lane() const;
};

/// What a content is that begins with `prefix` and goes on for `bytes` bytes.
Continuation ContinuationOf(ByteView prefix, std::uint64_t bytes);

}  // namespace llmzip

#endif  // LLMZIP_EVAL_CONTINUATION_H_
