// The kernels of sound for NEON.
#define LLMZIP_EXACT_ISA neon
#define LLMZIP_EXACT_REGISTER 4
#include "predictors/sound/kernels/sound_pieces.h"

namespace llmzip::sound {

constinit const SoundKernels SoundKernels::kNeon = neon::Table();

}  // namespace llmzip::sound
