// The kernels for AVX2; compiled with those instructions.
#define LLMZIP_NET_ISA avx2
#define LLMZIP_NET_REGISTER 8
#include "predictors/net/kernels/matrix_avx2.h"
#include "predictors/net/kernels/table.h"

namespace llmzip::net {

const NetKernels kNetAvx2 = avx2::TableOf("avx2");

}  // namespace llmzip::net
