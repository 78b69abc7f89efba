// How many threads a run uses.
#ifndef LLMZIP_ENGINE_THREADS_H_
#define LLMZIP_ENGINE_THREADS_H_

#include <algorithm>
#include <thread>

#include "llmzip/limits.h"

namespace llmzip {

/// `requested`, or one per processor if that is 0; at most kMaxThreads.
inline unsigned ThreadsToUse(unsigned requested) {
  const unsigned threads = requested != 0 ? requested : std::thread::hardware_concurrency();
  return std::clamp(threads, 1U, kMaxThreads);
}

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_THREADS_H_
