// PredictorShape: what a predictor may know about its input before the first symbol.
// Both sides know lanes and raw_size: they are part of the frame. The rest is how this machine goes about it.
#ifndef LLMZIP_PREDICTORS_SHAPE_H_
#define LLMZIP_PREDICTORS_SHAPE_H_

#include <cstdint>

namespace llmzip {

class ModelSource;

struct PredictorShape {
  unsigned lanes = 1;

  /// Bytes to come, over all lanes. A predictor may size its tables by it, by a rule that is part of its
  /// definition. kUnknownSize (generation) means full-size tables.
  std::uint64_t raw_size = 0;

  static constexpr std::uint64_t kUnknownSize = UINT64_MAX;

  /// How many threads one predictor may use. Never changes what it predicts.
  unsigned threads = 1;

  /// Where networks find their models; null: only the embedded default. Lives as long as the predictor.
  const ModelSource* models = nullptr;
};

}  // namespace llmzip

#endif  // LLMZIP_PREDICTORS_SHAPE_H_
