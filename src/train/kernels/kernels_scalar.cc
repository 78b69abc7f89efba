// The training kernels for no instruction set but the platform's own.
#define LLMZIP_TRAIN_ISA scalar
#include "train/kernels/make_kernels.h"

namespace llmzip::train {

constinit const KernelSet KernelSet::kScalar = {scalar::MakeKernels<float>(), scalar::MakeKernels<BFloat16>()};

}  // namespace llmzip::train
