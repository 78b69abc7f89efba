// The kernels of sound for any processor.
#define LLMZIP_EXACT_ISA scalar
#define LLMZIP_EXACT_REGISTER 4
#include "predictors/sound/kernels/sound_pieces.h"

namespace llmzip::sound {

constinit const SoundKernels SoundKernels::kScalar = scalar::Table();

}  // namespace llmzip::sound
