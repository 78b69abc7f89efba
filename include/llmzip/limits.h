// Limits: how much memory and output an archive may cause. On by default; each error names the flag that lifts its
// limit.
#ifndef LLMZIP_LIMITS_H_
#define LLMZIP_LIMITS_H_

#include <cstdint>

namespace llmzip {

/// No more threads than this are used, however many are requested.
inline constexpr unsigned kMaxThreads = 1024;

struct Limits {
  static constexpr std::uint64_t kNone = UINT64_MAX;  ///< no limit

  /// Bytes of memory for predictors and block buffers, all threads together. If they do not suffice for all threads,
  /// fewer are used; an error (--memory-limit) only if a single block does not fit.
  std::uint64_t memory_bytes = std::uint64_t{4} << 30;

  /// Bytes of output that a decompression may produce (--max-output).
  std::uint64_t output_bytes = std::uint64_t{1} << 40;

  /// Output bytes per archive byte (--max-ratio), at least 1: 0 is kInvalidArgument. Outputs up to kRatioFreeBytes are
  /// always allowed. The default is above the ratio that the largest blocks of zeros reach, about 300,000.
  std::uint64_t ratio = 1'000'000;
  static constexpr std::uint64_t kRatioFreeBytes = std::uint64_t{64} << 20;
};

}  // namespace llmzip

#endif  // LLMZIP_LIMITS_H_
