// MixingPredictor: context mixing, bit by bit: the predictors `cm`, `cm:max` and `cm:huge`.
//
// For each bit, contexts, counters and match models give predictions in the logistic domain (each context from its bit
// history and its run). Several gated linear mixers, each with weights selected by a different context, combine them; a
// final mixer combines the mixers; SSE stages correct the result. Then the bit is known, and all parts learn from it.
//
// The strengths differ only in the context set, the numbers of inputs and weight sets, and the sizes of tables. All
// lanes share everything that learns; each has its own history and its own slots in the tables. All arithmetic is in
// integers, so that every machine and kernel gives the same bytes. mixing.spec.md says the same exactly. Thread safety:
// as Predictor.
#ifndef LLMZIP_PREDICTORS_CM_MIXING_PREDICTOR_H_
#define LLMZIP_PREDICTORS_CM_MIXING_PREDICTOR_H_

#include <cstdint>
#include <memory>

#include "llmzip/predictor.h"
#include "predictors/shape.h"

namespace llmzip::cm {

enum class MixingStrength : std::uint8_t { kStandard, kMaximum, kHuge };

/// `external`: another predictor of bytes, in as many lanes, whose opinion takes part (mix.spec.md); may be null.
std::unique_ptr<Predictor> MakeMixingPredictor(MixingStrength strength, const PredictorShape& shape,
                                               std::unique_ptr<Predictor> external = nullptr);

/// An upper bound on the bytes such a predictor holds, an external predictor's own not counted.
std::uint64_t MixingPredictorMemory(MixingStrength strength, const PredictorShape& shape, bool has_external = false);

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_MIXING_PREDICTOR_H_
