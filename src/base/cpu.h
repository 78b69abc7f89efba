// Which instruction sets the numeric kernels may use here (llmzip/kernel.h).
//
// Detected once. Tests and the hidden --kernel flag choose a lower one by Context::kernel.
// Thread safety: ActiveKernel may be called from anywhere; ForceKernel only while no work runs.
#ifndef LLMZIP_BASE_CPU_H_
#define LLMZIP_BASE_CPU_H_

#include <span>
#include <string_view>

#include "llmzip/kernel.h"

namespace llmzip {

/// The kernels this machine can run, slowest first; kScalar is always there.
/// kAvx512 means F, BW, VL, DQ and VNNI together.
std::span<const Kernel> AvailableKernels();

/// The forced kernel, or BestKernel().
Kernel ActiveKernel();

/// Makes ActiveKernel() return `kernel`, which must be among AvailableKernels().
void ForceKernel(Kernel kernel);

/// Whether an AArch64 processor multiplies bytes four at a time (kNeon does not promise it); false elsewhere.
bool HasDotProduct();

/// "scalar", "avx2", "avx512", "neon".
std::string_view KernelName(Kernel kernel);

}  // namespace llmzip

#endif  // LLMZIP_BASE_CPU_H_
