#include "llmzip/kernel.h"

#include <array>
#include <cstddef>

#if defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

namespace llmzip {
namespace {

struct Detected {
  std::array<Kernel, 3> kernels{};
  std::size_t count = 0;

  Detected() {
    kernels[count++] = Kernel::kScalar;
#if defined(__x86_64__)
    __builtin_cpu_init();
    // Of the features of x86-64-v3 and -v4 the builtins know only these; no processor has these and lacks the others.
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
    if (avx2) kernels[count++] = Kernel::kAvx2;
    if (avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vnni")) {
      kernels[count++] = Kernel::kAvx512;
    }
#elif defined(__aarch64__)
    kernels[count++] = Kernel::kNeon;  // Advanced SIMD is part of every AArch64 processor.
#if defined(__linux__)
    if ((getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0) kernels[count++] = Kernel::kNeonDot;
#endif
#endif
  }
};

}  // namespace

std::span<const Kernel> AvailableKernels() {
  static const Detected machine;
  return {machine.kernels.data(), machine.count};
}

Kernel BestKernel() { return AvailableKernels().back(); }

std::string_view KernelName(Kernel kernel) {
  switch (kernel) {
    case Kernel::kScalar:
      return "scalar";
    case Kernel::kAvx2:
      return "avx2";
    case Kernel::kAvx512:
      return "avx512";
    case Kernel::kNeon:
      return "neon";
    case Kernel::kNeonDot:
      return "neon_dot";
  }
  return "unknown";
}

}  // namespace llmzip
