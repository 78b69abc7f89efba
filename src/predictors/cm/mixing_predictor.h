// MixingPredictor: context mixing, bit by bit: the predictors `cm`, `cm:max` and `cm:huge`.
//
// For each bit every context gives a few opinions in the logistic domain (from its bit history, from its run,
// and from counters and match models); several small linear mixers, each with weights chosen by another
// aspect of the situation, weigh them; a last mixer weighs the mixers; secondary estimation corrects the
// result. Then the bit comes, and everything that took part learns from it.
//
// The strengths are one machine in several shapes (context set, number of inputs and weight sets, size of tables).
// All lanes share everything that learns; each keeps its own history and its own place in the tables.
// Everything is integers, so that the same bytes come from every machine and kernel. mixing.spec.md says the
// same exactly. Thread safety: as Predictor.
#ifndef LLMZIP_PREDICTORS_CM_MIXING_PREDICTOR_H_
#define LLMZIP_PREDICTORS_CM_MIXING_PREDICTOR_H_

#include <cstdint>
#include <memory>

#include "llmzip/predictor.h"
#include "predictors/shape.h"

namespace llmzip::cm {

enum class MixingStrength : std::uint8_t { kStandard, kMaximum, kHuge };

/// `outside`: another predictor of bytes, in as many lanes, whose opinion takes part (mix.spec.md); may be null.
std::unique_ptr<Predictor> MakeMixingPredictor(MixingStrength strength, const PredictorShape& shape,
                                               std::unique_ptr<Predictor> outside = nullptr);

/// An upper bound on the bytes such a predictor holds, an outside predictor's own not counted.
std::uint64_t MixingPredictorMemory(MixingStrength strength, const PredictorShape& shape, bool has_outside = false);

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_MIXING_PREDICTOR_H_
