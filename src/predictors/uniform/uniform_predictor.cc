#include "predictors/uniform/uniform_predictor.h"

#include <algorithm>

namespace llmzip {

Status UniformPredictor::Predict(std::span<Frequency> frequencies) {
  std::ranges::fill(frequencies, Frequency{1} << 8);
  return Status::Ok();
}

Status UniformPredictor::Update(std::span<const Symbol> /*symbols*/) { return Status::Ok(); }

}  // namespace llmzip
