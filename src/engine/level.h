// Moved to include/llmzip/level.h.
#ifndef LLMZIP_ENGINE_LEVEL_H_
#define LLMZIP_ENGINE_LEVEL_H_

#include "llmzip/level.h"  // IWYU pragma: export

#endif  // LLMZIP_ENGINE_LEVEL_H_
