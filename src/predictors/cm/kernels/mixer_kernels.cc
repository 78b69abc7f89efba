#include "predictors/cm/kernels/mixer_kernels.h"

namespace llmzip::cm {

const MixerKernels& MixerKernelsFor([[maybe_unused]] Kernel kernel) {
  switch (kernel) {
#if defined(__x86_64__)
    case Kernel::kAvx2:
      return kMixerAvx2;
    case Kernel::kAvx512:
      return kMixerAvx512;
#elif defined(__aarch64__)
    case Kernel::kNeon:
      return kMixerNeon;
#endif
    default:
      return kMixerScalar;
  }
}

}  // namespace llmzip::cm
