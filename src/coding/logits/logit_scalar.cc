// The passes over logits for no instruction set but the platform's own.
#define LLMZIP_EXACT_ISA scalar
#define LLMZIP_EXACT_REGISTER 4
#include "coding/logits/logit_pieces.h"
#include "coding/logits/logit_table.h"

namespace llmzip {

const LogitKernel kLogitScalar = {"scalar", exact::scalar::LargestLogit, exact::scalar::Weigh, exact::scalar::Share};

}  // namespace llmzip
