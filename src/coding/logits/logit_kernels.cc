#include "coding/logits/logit_kernels.h"

#include "base/cpu.h"
#include "coding/logits/logit_table.h"

namespace llmzip {
namespace {

const LogitKernel& KernelFor(Kernel kernel) {
  switch (kernel) {
#if defined(__x86_64__)
    case Kernel::kAvx2:
      return kLogitAvx2;
    case Kernel::kAvx512:
      return kLogitAvx512;
#endif
    default:  // NEON is part of every 64-bit ARM platform
      return kLogitScalar;
  }
}

}  // namespace

const LogitKernel& ActiveLogitKernel() { return KernelFor(ActiveKernel()); }

std::vector<LogitKernel> AvailableLogitKernels() {
  std::vector<LogitKernel> kernels;
  for (const Kernel kernel : AvailableKernels()) kernels.push_back(KernelFor(kernel));
  return kernels;
}

}  // namespace llmzip
