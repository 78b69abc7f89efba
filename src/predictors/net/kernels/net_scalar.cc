// The reference kernels: no instruction set but the platform's own.
#define LLMZIP_NET_ISA scalar
#define LLMZIP_NET_REGISTER 4
#include "predictors/net/kernels/matrix_scalar.h"
#include "predictors/net/kernels/table.h"

namespace llmzip::net {

constinit const NetKernels NetKernels::kScalar = scalar::Table();

}  // namespace llmzip::net
