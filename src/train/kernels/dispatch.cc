#include "train/kernels/kernels.h"

namespace llmzip::train {

template <>
const Kernels<float>& GetKernels<float>() {
  static const Kernels<float>& kernels = KernelsFor<KernelSet>(BestKernel()).floats;
  return kernels;
}

template <>
const Kernels<BFloat16>& GetKernels<BFloat16>() {
  static const Kernels<BFloat16>& kernels = KernelsFor<KernelSet>(BestKernel()).halves;
  return kernels;
}

}  // namespace llmzip::train
