// Moved to include/llmzip/decompress.h.
#ifndef LLMZIP_ENGINE_DECOMPRESS_H_
#define LLMZIP_ENGINE_DECOMPRESS_H_

#include "llmzip/decompress.h"  // IWYU pragma: export

#endif  // LLMZIP_ENGINE_DECOMPRESS_H_
