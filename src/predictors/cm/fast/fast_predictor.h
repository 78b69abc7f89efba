// cm:fast: fast context mixing: order 1, 2, 4, 6, word and sparse contexts and a match model, mixed bit by bit at
// several megabytes a second. fast_model.h has the arithmetic, fast.spec.md the definition.
// Thread safety: as Predictor.
#ifndef LLMZIP_PREDICTORS_CM_FAST_FAST_PREDICTOR_H_
#define LLMZIP_PREDICTORS_CM_FAST_FAST_PREDICTOR_H_

#include <cstdint>
#include <memory>

#include "llmzip/predictor.h"
#include "predictors/shape.h"

namespace llmzip::cm {

std::unique_ptr<Predictor> MakeFastPredictor(const PredictorShape& shape);

/// An upper bound on the bytes such a predictor holds.
std::uint64_t FastPredictorMemory(const PredictorShape& shape);

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_FAST_FAST_PREDICTOR_H_
