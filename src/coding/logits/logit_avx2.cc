// The passes over logits for AVX2.
#define LLMZIP_EXACT_ISA avx2
#define LLMZIP_EXACT_REGISTER 8
#include "coding/logits/logit_pieces.h"

namespace llmzip {

constinit const LogitKernels LogitKernels::kAvx2 = {exact::avx2::LargestLogit, exact::avx2::Weigh, exact::avx2::Share};

}  // namespace llmzip
