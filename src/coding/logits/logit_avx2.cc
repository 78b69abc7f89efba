// The passes over logits for AVX2.
#define LLMZIP_EXACT_ISA avx2
#define LLMZIP_EXACT_REGISTER 8
#include "coding/logits/logit_pieces.h"
#include "coding/logits/logit_table.h"

namespace llmzip {

const LogitKernel kLogitAvx2 = {"avx2", exact::avx2::LargestLogit, exact::avx2::Weigh, exact::avx2::Share};

}  // namespace llmzip
