#include "predictors/net/kernels/net_kernels.h"

#include <array>

namespace llmzip::net {
namespace {

const NetKernels& KernelsFor(Kernel kernel) {
  switch (kernel) {
#if defined(__x86_64__)
    case Kernel::kAvx2:
      return kNetAvx2;
    case Kernel::kAvx512:
      return kNetAvx512;
#elif defined(__aarch64__)
    case Kernel::kNeon:
      return HasDotProduct() ? kNetNeonDot : kNetNeon;
#endif
    default:
      return kNetScalar;
  }
}

struct Available {
  std::array<const NetKernels*, 4> kernels{};
  std::size_t count = 0;

  Available() {
    for (const Kernel kernel : AvailableKernels()) kernels[count++] = &KernelsFor(kernel);
#if defined(__aarch64__)
    if (HasDotProduct()) kernels[count++] = &kNetNeon;  // not what would be chosen, but testable
#endif
  }
};

}  // namespace

std::span<const NetKernels* const> AvailableNetKernels() {
  static const Available available;
  return {available.kernels.data(), available.count};
}

const NetKernels& ActiveNetKernels() { return KernelsFor(ActiveKernel()); }

}  // namespace llmzip::net
