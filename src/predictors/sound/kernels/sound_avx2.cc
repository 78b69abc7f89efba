// The kernels of sound for AVX2; compiled with those instructions.
#define LLMZIP_EXACT_ISA avx2
#define LLMZIP_EXACT_REGISTER 8
#include "predictors/sound/kernels/sound_pieces.h"

namespace llmzip::sound {

constinit const SoundKernels SoundKernels::kAvx2 = avx2::Table();

}  // namespace llmzip::sound
