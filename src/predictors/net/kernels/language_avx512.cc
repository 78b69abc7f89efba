// The kernels of language models for AVX-512 with VNNI; compiled with those instructions.
#define LLMZIP_NET_ISA avx512
#define LLMZIP_NET_REGISTER 16
#include "predictors/net/kernels/matrix_avx512.h"
#include "predictors/net/kernels/table_language.h"

namespace llmzip::net {

constinit const LanguageKernels LanguageKernels::kAvx512 = avx512::LanguageTable();

}  // namespace llmzip::net
