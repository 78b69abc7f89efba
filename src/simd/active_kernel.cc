#include "simd/active_kernel.h"

#include <algorithm>
#include <atomic>
#include <cassert>

namespace llmzip {
namespace {

std::atomic<int> forced_kernel{-1};

}  // namespace

Kernel ActiveKernel() {
  const int forced = forced_kernel.load(std::memory_order_relaxed);
  return forced >= 0 ? static_cast<Kernel>(forced) : BestKernel();
}

void ForceKernel(Kernel kernel) {
  assert(std::ranges::find(AvailableKernels(), kernel) != AvailableKernels().end());
  forced_kernel.store(static_cast<int>(kernel), std::memory_order_relaxed);
}

}  // namespace llmzip
