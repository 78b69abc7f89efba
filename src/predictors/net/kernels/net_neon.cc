// The kernels for Advanced SIMD, which every AArch64 processor has.
#define LLMZIP_NET_ISA neon
#define LLMZIP_NET_REGISTER 4
#include "predictors/net/kernels/matrix_neon.h"
#include "predictors/net/kernels/table.h"

namespace llmzip::net {

constinit const NetKernels NetKernels::kNeon = neon::Table();

}  // namespace llmzip::net
