// The kernels of language models for AVX2; compiled with those instructions.
#define LLMZIP_NET_ISA avx2
#define LLMZIP_NET_REGISTER 8
#include "predictors/net/kernels/matrix_avx2.h"
#include "predictors/net/kernels/table_language.h"

namespace llmzip::net {

constinit const LanguageKernels LanguageKernels::kAvx2 = avx2::LanguageTable();

}  // namespace llmzip::net
