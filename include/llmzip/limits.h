// Limits: how much an archive may make this process use. On by default; each error names the flag that lifts it.
#ifndef LLMZIP_LIMITS_H_
#define LLMZIP_LIMITS_H_

#include <cstdint>

namespace llmzip {

/// More threads than this are not used, however many are asked for.
inline constexpr unsigned kMaxThreads = 1024;

struct Limits {
  static constexpr std::uint64_t kNone = UINT64_MAX;

  /// Memory for predictors and block buffers, all threads together. Threads are given up first; an error
  /// (--memory-limit) only when one thread does not fit.
  std::uint64_t memory_bytes = std::uint64_t{4} << 30;

  /// Bytes of output a decompression may produce (--max-output).
  std::uint64_t output_bytes = std::uint64_t{1} << 40;

  /// Output bytes per archive byte (--max-ratio), at least 1: 0 is kInvalidArgument. Outputs up to kRatioFreeBytes are
  /// always allowed. The default lets pass what the largest blocks of zeros honestly come to, about 300,000.
  std::uint64_t ratio = 1'000'000;
  static constexpr std::uint64_t kRatioFreeBytes = std::uint64_t{64} << 20;
};

}  // namespace llmzip

#endif  // LLMZIP_LIMITS_H_
