// Moved to include/llmzip/progress.h.
#ifndef LLMZIP_ENGINE_PROGRESS_H_
#define LLMZIP_ENGINE_PROGRESS_H_

#include "llmzip/progress.h"  // IWYU pragma: export

#endif  // LLMZIP_ENGINE_PROGRESS_H_
