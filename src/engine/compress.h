// Moved to include/llmzip/compress.h.
#ifndef LLMZIP_ENGINE_COMPRESS_H_
#define LLMZIP_ENGINE_COMPRESS_H_

#include "llmzip/compress.h"  // IWYU pragma: export

#endif  // LLMZIP_ENGINE_COMPRESS_H_
