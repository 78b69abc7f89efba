// Attention for no instruction set but the platform's own.
#define LLMZIP_EXACT_ISA scalar
#define LLMZIP_EXACT_REGISTER 4
#include "checkpoints/kernels/attention_pieces.h"

namespace llmzip::checkpoints {

constinit const AttentionKernel AttentionKernel::kScalar = {exact::scalar::Attend};

}  // namespace llmzip::checkpoints
