// The catalogue entry of `codelength:<codec spec>`: where the predictors' catalogue meets the codecs'.
#ifndef LLMZIP_REGISTRY_CODE_LENGTH_H_
#define LLMZIP_REGISTRY_CODE_LENGTH_H_

#include <cstdint>
#include <memory>

#include "llmzip/predictor.h"
#include "llmzip/status.h"
#include "predictors/shape.h"
#include "spec/spec.h"

namespace llmzip {

/// kInvalidArgument without a codec spec, or with one that contains `codelength` again: each level would
/// multiply the time by 256 times the window.
StatusOr<std::unique_ptr<Predictor>> MakeCodeLength(const Spec& spec, const PredictorShape& shape);

std::uint64_t CodeLengthMemory(const Spec& spec, const PredictorShape& shape);

}  // namespace llmzip

#endif  // LLMZIP_REGISTRY_CODE_LENGTH_H_
