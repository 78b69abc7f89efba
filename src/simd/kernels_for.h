// KernelsFor: the one place where an instruction set becomes functions.
//
// A family of kernels is a struct of function pointers, and of constants that go with them. It declares itself once for
// each instruction set it is written for, and a file each (src/simd/kernel_files.cmake) defines them:
//
//   struct RowKernels {
//     void (*train)(…);
//     static const RowKernels kScalar, kAvx2, kAvx512, kNeon;
//   };
//
// kScalar, kAvx2 and kAvx512 must be there. A family without code of its own for ARM leaves kNeonDot or both out.
// Such a definition must be a constant expression: no constructor may run in a file with instructions that this machine
// may lack. For the same reason an inline function that such a file shares with others is always_inline, or lies in a
// namespace of the instruction set: the linker keeps one copy of what is inline, and it may be that file's.
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
