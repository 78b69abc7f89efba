// Moved to include/llmzip/list.h.
#ifndef LLMZIP_ENGINE_LIST_H_
#define LLMZIP_ENGINE_LIST_H_

#include "llmzip/list.h"  // IWYU pragma: export

#endif  // LLMZIP_ENGINE_LIST_H_
