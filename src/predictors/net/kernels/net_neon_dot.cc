// The kernels for Advanced SIMD with dot products; compiled with those instructions.
#define LLMZIP_NET_ISA neon_dot
#define LLMZIP_NET_REGISTER 4
#include "predictors/net/kernels/matrix_neon.h"
#include "predictors/net/kernels/table.h"

namespace llmzip::net {

constinit const NetKernels NetKernels::kNeonDot = neon_dot::Table();

}  // namespace llmzip::net
