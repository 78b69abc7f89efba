// KernelsFor: the one place where an instruction set selects functions.
//
// A family of kernels is a struct of function pointers, and of constants that belong to them. It declares one object
// for each instruction set that it is written for; each object is defined in a file of its own
// (src/simd/kernel_files.cmake):
//
//   struct RowKernels {
//     void (*train)(…);
//     static const RowKernels kScalar, kAvx2, kAvx512, kNeon;
//   };
//
// kScalar, kAvx2 and kAvx512 must exist. A family without code of its own for ARM omits kNeonDot, or kNeonDot and
// kNeon.
// These definitions must be constant expressions: a constructor would run, at the program's start, in a file compiled
// for instructions that this machine may lack. Inline functions that such a file shares with others must be
// always_inline or lie in a namespace of their instruction set: of other inline functions the linker keeps one copy,
// and that may be the copy with the instructions that this machine lacks.
// Thread safety: pure.
#ifndef LLMZIP_SIMD_KERNELS_FOR_H_
#define LLMZIP_SIMD_KERNELS_FOR_H_

#include "llmzip/kernel.h"

namespace llmzip {

/// The functions of `Family` for `kernel`, which must be among AvailableKernels().
template <typename Family>
const Family& KernelsFor([[maybe_unused]] Kernel kernel) {
#if defined(__x86_64__)
  if (kernel == Kernel::kAvx512) return Family::kAvx512;
  if (kernel == Kernel::kAvx2) return Family::kAvx2;
#elif defined(__aarch64__)
  if constexpr (requires { Family::kNeonDot; }) {
    if (kernel == Kernel::kNeonDot) return Family::kNeonDot;
  }
  if constexpr (requires { Family::kNeon; }) {
    if (kernel == Kernel::kNeon || kernel == Kernel::kNeonDot) return Family::kNeon;
  }
#endif
  return Family::kScalar;
}

}  // namespace llmzip

#endif  // LLMZIP_SIMD_KERNELS_FOR_H_
