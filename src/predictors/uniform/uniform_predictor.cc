#include "predictors/uniform/uniform_predictor.h"

#include <algorithm>

namespace llmzip {

void UniformPredictor::Predict(std::span<Frequency> frequencies) { std::ranges::fill(frequencies, Frequency{1} << 8); }

void UniformPredictor::Update(std::span<const Symbol> /*symbols*/) {}

}  // namespace llmzip
