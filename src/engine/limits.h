// Moved to include/llmzip/limits.h.
#ifndef LLMZIP_ENGINE_LIMITS_H_
#define LLMZIP_ENGINE_LIMITS_H_

#include "llmzip/limits.h"  // IWYU pragma: export

#endif  // LLMZIP_ENGINE_LIMITS_H_
