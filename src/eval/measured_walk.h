// MeasuredWalk: everything measured about a predictor on some data, in one pass over the data.
//
// Only measures: floating point lives here and nowhere near the coder.
#ifndef LLMZIP_EVAL_MEASURED_WALK_H_
#define LLMZIP_EVAL_MEASURED_WALK_H_

#include <cstdint>
#include <vector>

#include "llmzip/codec.h"
#include "llmzip/predictor.h"
#include "llmzip/status.h"

namespace llmzip {

struct MeasuredWalk {
  std::vector<float> lengths;     ///< of each byte, -log2 of its probability: bits
  std::uint64_t coded_bytes = 0;  ///< what the arithmetic codec writes
  double entropy_bits = 0;        ///< sum of the distributions' entropies: what the predictor expected of `lengths`
  double variance = 0;            ///< sum of the variances of -log2 p under them: bits squared
};

/// Codes `raw` as ArithmeticCodec does; `predictor` must be fresh. Fails as it does. Entropies, which take longer than
/// the coding of simple predictors, are 0 unless asked for.
StatusOr<MeasuredWalk> Measure(Predictor& predictor, ByteView raw, bool entropy);

}  // namespace llmzip

#endif  // LLMZIP_EVAL_MEASURED_WALK_H_
