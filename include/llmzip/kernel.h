// Kernel: the instruction set that numeric code uses.
//
// All kernels compute the same bytes and differ only in speed. Programs leave the choice at BestKernel(); tests choose
// others. Thread safety: pure functions.
#ifndef LLMZIP_KERNEL_H_
#define LLMZIP_KERNEL_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "llmzip/export.h"

namespace llmzip {

enum class Kernel : std::uint8_t {
  kScalar,   ///< the platform's minimum: SSE2 on x86-64, Advanced SIMD on AArch64
  kAvx2,     ///< with FMA and BMI2, as x86-64-v3 has them
  kAvx512,   ///< F, BW, VL, DQ and VNNI
  kNeon,     ///< hand-written Advanced SIMD
  kNeonDot,  ///< kNeon with the byte dot products of ARMv8.2
};

/// The kernels this machine can run, slowest first; kScalar is always there.
LLMZIP_EXPORT std::span<const Kernel> AvailableKernels();

/// The last of AvailableKernels().
LLMZIP_EXPORT Kernel BestKernel();

/// "scalar", "avx2", "avx512", "neon", "neon_dot".
LLMZIP_EXPORT std::string_view KernelName(Kernel kernel);

}  // namespace llmzip

#endif  // LLMZIP_KERNEL_H_
