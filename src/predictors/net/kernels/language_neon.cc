// The kernels of language models for Advanced SIMD, which every AArch64 processor has.
#define LLMZIP_NET_ISA neon
#define LLMZIP_NET_REGISTER 4
#include "predictors/net/kernels/matrix_neon.h"
#include "predictors/net/kernels/table_language.h"

namespace llmzip::net {

constinit const LanguageKernels LanguageKernels::kNeon = neon::LanguageTable();

}  // namespace llmzip::net
