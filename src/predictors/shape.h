// PredictorShape: what a predictor is made for.
// Both sides know lanes and raw_size: they are part of the frame. The context is how this machine goes about it.
#ifndef LLMZIP_PREDICTORS_SHAPE_H_
#define LLMZIP_PREDICTORS_SHAPE_H_

#include <cstdint>

#include "llmzip/context.h"

namespace llmzip {

struct PredictorShape {
  unsigned lanes = 1;

  /// Bytes to come, over all lanes. A predictor may size its tables by it, by a rule that is part of its
  /// definition. kUnknownSize (generation) means full-size tables.
  std::uint64_t raw_size = 0;

  static constexpr std::uint64_t kUnknownSize = UINT64_MAX;

  /// Never changes what is predicted. What it points to lives as long as the predictor.
  Context context{};
};

}  // namespace llmzip

#endif  // LLMZIP_PREDICTORS_SHAPE_H_
