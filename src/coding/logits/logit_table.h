// The kernels that there may be; which of them are built is the platform's matter.
#ifndef LLMZIP_CODING_LOGITS_LOGIT_TABLE_H_
#define LLMZIP_CODING_LOGITS_LOGIT_TABLE_H_

#include "coding/logits/logit_kernels.h"

namespace llmzip {

extern const LogitKernel kLogitScalar;
extern const LogitKernel kLogitAvx2;
extern const LogitKernel kLogitAvx512;

}  // namespace llmzip

#endif  // LLMZIP_CODING_LOGITS_LOGIT_TABLE_H_
