// The passes over logits for the platform's minimum instruction set.
#define LLMZIP_EXACT_ISA scalar
#define LLMZIP_EXACT_REGISTER 4
#include "coding/logits/logit_pieces.h"

namespace llmzip {

constinit const LogitKernels LogitKernels::kScalar = {exact::scalar::LargestLogit, exact::scalar::Weigh,
                                                      exact::scalar::Share};

}  // namespace llmzip
