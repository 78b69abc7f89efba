// Which instruction set the numeric kernels use.
//
// Every kernel gives the same bytes; the choice is about speed alone. Detected once; tests and the hidden
// --kernel flag may force a lower one before work starts.
// Thread safety: ActiveKernel may be called from anywhere; ForceKernel only while no work runs.
#ifndef LLMZIP_BASE_CPU_H_
#define LLMZIP_BASE_CPU_H_

#include <span>
#include <string_view>

namespace llmzip {

enum class Kernel { kScalar, kAvx2, kAvx512, kNeon };

/// The kernels this machine can run, slowest first; kScalar is always there.
/// kAvx512 means F, BW, VL, DQ and VNNI together.
std::span<const Kernel> AvailableKernels();

/// The forced kernel, or the last of AvailableKernels().
Kernel ActiveKernel();

/// Makes ActiveKernel() return `kernel`, which must be among AvailableKernels().
void ForceKernel(Kernel kernel);

/// Whether an AArch64 processor multiplies bytes four at a time (kNeon does not promise it); false elsewhere.
bool HasDotProduct();

/// "scalar", "avx2", "avx512", "neon".
std::string_view KernelName(Kernel kernel);

}  // namespace llmzip

#endif  // LLMZIP_BASE_CPU_H_
