// Attention for AVX2.
#define LLMZIP_EXACT_ISA avx2
#define LLMZIP_EXACT_REGISTER 8
#include "checkpoints/kernels/attention_pieces.h"

namespace llmzip::checkpoints {

constinit const AttentionKernel AttentionKernel::kAvx2 = {exact::avx2::Attend};

}  // namespace llmzip::checkpoints
