// Sound: a predictor of samples, as sums of past samples with weights that are learnt as it goes.
//
// It codes lanes itself (codes_lanes), one after the other, sample by sample: what a segment of sound says of its
// layout (content/sound_parameters.h) makes numbers of bytes; channels go by pairs, of which the second sees the
// first's sample of the same time. Bytes that are no whole sample are coded plainly. Bytes of other kinds count as
// unsigned samples of one byte, and bytes of which nothing is said as stereo of 16 bits, little-endian. spec.md says
// exactly what is computed. Nothing in it depends on the lanes: memory is that of one.
// Thread safety: as Predictor.
#ifndef LLMZIP_PREDICTORS_SOUND_SOUND_PREDICTOR_H_
#define LLMZIP_PREDICTORS_SOUND_SOUND_PREDICTOR_H_

#include <cstdint>
#include <memory>

#include "llmzip/predictor.h"
#include "predictors/shape.h"
#include "predictors/sound/strengths.h"

namespace llmzip::sound {

std::unique_ptr<Predictor> MakeSoundPredictor(SoundStrength strength, const PredictorShape& shape);

/// An upper bound on what such a predictor holds.
std::uint64_t SoundPredictorMemory(SoundStrength strength);

}  // namespace llmzip::sound

#endif  // LLMZIP_PREDICTORS_SOUND_SOUND_PREDICTOR_H_
