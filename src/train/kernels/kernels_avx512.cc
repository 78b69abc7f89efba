// The training kernels for AVX-512.
#define LLMZIP_TRAIN_ISA avx512
#include "train/kernels/make_kernels.h"

namespace llmzip::train {

constinit const KernelSet KernelSet::kAvx512 = {avx512::MakeKernels<float>(), avx512::MakeKernels<BFloat16>()};

}  // namespace llmzip::train
