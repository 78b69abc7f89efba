// The passes over logits for no instruction set but the platform's own.
#define LLMZIP_EXACT_ISA scalar
#define LLMZIP_EXACT_REGISTER 4
#include "coding/logits/logit_pieces.h"

namespace llmzip {

constinit const LogitKernels LogitKernels::kScalar = {exact::scalar::LargestLogit, exact::scalar::Weigh,
                                                      exact::scalar::Share};

}  // namespace llmzip
