#include "predictors/cm/kernels/row_kernels.h"

namespace llmzip::cm {

const RowKernels& RowKernelsFor([[maybe_unused]] Kernel kernel) {
#if defined(__x86_64__)
  if (kernel == Kernel::kAvx512) return kRowsAvx512;
  if (kernel == Kernel::kAvx2) return kRowsAvx2;
#elif defined(__aarch64__)
  if (kernel == Kernel::kNeon) return kRowsNeon;
#endif
  return kRowsScalar;
}

}  // namespace llmzip::cm
