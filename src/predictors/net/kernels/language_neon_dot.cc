// The kernels of language models for Advanced SIMD with dot products; compiled with those instructions.
#define LLMZIP_NET_ISA neon_dot
#define LLMZIP_NET_REGISTER 4
#include "predictors/net/kernels/matrix_neon.h"
#include "predictors/net/kernels/table_language.h"

namespace llmzip::net {

constinit const LanguageKernels LanguageKernels::kNeonDot = neon_dot::LanguageTable();

}  // namespace llmzip::net
