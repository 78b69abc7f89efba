// The kernel that is in force in this process: the best one unless another is forced.
//
// Thread safety: ActiveKernel may be called from anywhere; ForceKernel only while no work runs.
#ifndef LLMZIP_SIMD_ACTIVE_KERNEL_H_
#define LLMZIP_SIMD_ACTIVE_KERNEL_H_

#include "llmzip/kernel.h"

namespace llmzip {

/// The forced kernel, or BestKernel().
Kernel ActiveKernel();

/// Makes ActiveKernel() return `kernel`, which must be among AvailableKernels().
void ForceKernel(Kernel kernel);

}  // namespace llmzip

#endif  // LLMZIP_SIMD_ACTIVE_KERNEL_H_
