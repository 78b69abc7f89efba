// PredictorShape: what a predictor may know about its input before the first symbol.
// Both sides know it: it is part of the frame.
#ifndef LLMZIP_PREDICTORS_SHAPE_H_
#define LLMZIP_PREDICTORS_SHAPE_H_

#include <cstdint>

namespace llmzip {

struct PredictorShape {
  unsigned lanes = 1;

  /// Bytes to come, over all lanes. A predictor may size its tables by it, by a rule that is part of its
  /// definition. kUnknownSize (generation) means full-size tables.
  std::uint64_t raw_size = 0;

  static constexpr std::uint64_t kUnknownSize = UINT64_MAX;
};

}  // namespace llmzip

#endif  // LLMZIP_PREDICTORS_SHAPE_H_
