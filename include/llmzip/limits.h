// Limits: how much memory, output and work an archive may cause. On by default; each error names the flag that lifts
// its limit.
#ifndef LLMZIP_LIMITS_H_
#define LLMZIP_LIMITS_H_

#include <cstdint>
#include <optional>

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

  /// Seconds of one core that decoding may take, as estimated before each block is decoded (--max-work). Not set: what
  /// the archive's size allows, kFreeWorkSeconds for the first kWorkFreeBytes of its blocks, and for each further byte
  /// a tenth of a second or the time of kWorkExpansion original bytes, whichever is more.
  std::optional<std::uint64_t> work_seconds = {};
  static constexpr std::uint64_t kFreeWorkSeconds = 8;
  static constexpr std::uint64_t kWorkFreeBytes = 1024;
  static constexpr std::uint64_t kWorkExpansion = 32;
};

}  // namespace llmzip

#endif  // LLMZIP_LIMITS_H_
