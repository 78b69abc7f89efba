// `primed(P,text:NAME)`: P, which is context mixing, after it has read a text from a model file, or the text's end
// (text_spec.h).
#ifndef LLMZIP_REGISTRY_PRIMED_H_
#define LLMZIP_REGISTRY_PRIMED_H_

#include <cstdint>
#include <memory>

#include "llmzip/predictor.h"
#include "llmzip/status.h"
#include "predictors/shape.h"
#include "spec/spec.h"

namespace llmzip {

/// kInvalidArgument for a P that cannot be primed or a model that is no text; kModelMissing if it is not at hand.
StatusOr<std::unique_ptr<Predictor>> MakePrimed(const Spec& spec, const PredictorShape& shape);

std::uint64_t PrimedMemory(const Spec& spec, const PredictorShape& shape);

}  // namespace llmzip

#endif  // LLMZIP_REGISTRY_PRIMED_H_
