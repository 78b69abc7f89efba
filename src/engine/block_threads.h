// How many of a run's threads each block may use: those that would be idle if each block had one.
#ifndef LLMZIP_ENGINE_BLOCK_THREADS_H_
#define LLMZIP_ENGINE_BLOCK_THREADS_H_

#include <algorithm>
#include <cstdint>
#include <optional>

#include "frame/header.h"

namespace llmzip {

/// For `content_size` bytes, if known, in blocks of at most block_size, on `threads` threads: at least 1.
inline unsigned ThreadsPerBlock(std::optional<std::uint64_t> content_size, std::uint64_t block_size, unsigned threads) {
  if (!content_size) return 1;
  const std::uint64_t blocks =
      std::max<std::uint64_t>(1, *content_size / block_size + (*content_size % block_size != 0));
  return static_cast<unsigned>(std::max<std::uint64_t>(1, threads / std::min<std::uint64_t>(blocks, threads)));
}

inline unsigned ThreadsPerBlock(const FrameHeader& header, unsigned threads) {
  if (header.lone) return threads;
  return ThreadsPerBlock(header.content_size, header.block_size, threads);
}

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_BLOCK_THREADS_H_
