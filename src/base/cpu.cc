#include "base/cpu.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
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
    if (__builtin_cpu_supports("avx2")) kernels[count++] = Kernel::kAvx2;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni")) {
      kernels[count++] = Kernel::kAvx512;
    }
#elif defined(__aarch64__)
    kernels[count++] = Kernel::kNeon;  // Advanced SIMD is part of every AArch64 processor.
#endif
  }
};

const Detected& Machine() {
  static const Detected detected;
  return detected;
}

std::atomic<int> forced_kernel{-1};

}  // namespace

std::span<const Kernel> AvailableKernels() { return {Machine().kernels.data(), Machine().count}; }

Kernel BestKernel() { return AvailableKernels().back(); }

Kernel ActiveKernel() {
  const int forced = forced_kernel.load(std::memory_order_relaxed);
  return forced >= 0 ? static_cast<Kernel>(forced) : BestKernel();
}

void ForceKernel(Kernel kernel) {
  assert(std::ranges::find(AvailableKernels(), kernel) != AvailableKernels().end());
  forced_kernel.store(static_cast<int>(kernel), std::memory_order_relaxed);
}

bool HasDotProduct() {
#if defined(__aarch64__) && defined(__linux__)
  return (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0;
#else
  return false;
#endif
}

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
  }
  return "unknown";
}

}  // namespace llmzip
