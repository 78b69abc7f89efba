// Attention for AVX-512.
#define LLMZIP_EXACT_ISA avx512
#define LLMZIP_EXACT_REGISTER 16
#include "checkpoints/kernels/attention_pieces.h"

namespace llmzip::checkpoints {

constinit const AttentionKernel AttentionKernel::kAvx512 = {exact::avx512::Attend};

}  // namespace llmzip::checkpoints
