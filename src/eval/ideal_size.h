// IdealSize: what a plan's distributions are worth over all blocks of some data, before any coder loses something.
//
// Only measures: floating point lives here and nowhere near the coder.
#ifndef LLMZIP_EVAL_IDEAL_SIZE_H_
#define LLMZIP_EVAL_IDEAL_SIZE_H_

#include <cstdint>
#include <optional>

#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "plan/plan.h"

namespace llmzip {

struct IdealSize {
  double bytes = 0;  ///< sum of -log2 of the probability of each symbol, over 8
  /// Of those, what checkpoints do not predict: low bits, escaped bytes. They count in full.
  std::optional<std::uint64_t> side_bytes = std::nullopt;
};

/// In blocks of at most block_size bytes, whatever shape.raw_size says. Nothing for a codec that is no predictor.
StatusOr<std::optional<IdealSize>> MeasureIdealSize(const Plan& plan, ByteView raw, std::uint64_t block_size,
                                                    const Shape& shape);

}  // namespace llmzip

#endif  // LLMZIP_EVAL_IDEAL_SIZE_H_
