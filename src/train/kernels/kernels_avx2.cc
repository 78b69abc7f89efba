// The training kernels for AVX2.
#define LLMZIP_TRAIN_ISA avx2
#include "train/kernels/make_kernels.h"

namespace llmzip::train {

constinit const KernelSet KernelSet::kAvx2 = {avx2::MakeKernels<float>(), avx2::MakeKernels<BFloat16>()};

}  // namespace llmzip::train
