// The reference kernels of language models: no instruction set but the platform's own.
#define LLMZIP_NET_ISA scalar
#define LLMZIP_NET_REGISTER 4
#include "predictors/net/kernels/matrix_scalar.h"
#include "predictors/net/kernels/table_language.h"

namespace llmzip::net {

constinit const LanguageKernels LanguageKernels::kScalar = scalar::LanguageTable();

}  // namespace llmzip::net
