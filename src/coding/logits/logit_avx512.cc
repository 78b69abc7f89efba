// The passes over logits for AVX-512.
#define LLMZIP_EXACT_ISA avx512
#define LLMZIP_EXACT_REGISTER 16
#include "coding/logits/logit_pieces.h"

namespace llmzip {

constinit const LogitKernels LogitKernels::kAvx512 = {exact::avx512::LargestLogit, exact::avx512::Weigh,
                                                      exact::avx512::Share};

}  // namespace llmzip
