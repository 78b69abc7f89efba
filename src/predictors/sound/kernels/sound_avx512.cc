// The kernels of sound for AVX-512; compiled with those instructions.
#define LLMZIP_EXACT_ISA avx512
#define LLMZIP_EXACT_REGISTER 16
#include "predictors/sound/kernels/sound_pieces.h"

namespace llmzip::sound {

constinit const SoundKernels SoundKernels::kAvx512 = avx512::Table();

}  // namespace llmzip::sound
