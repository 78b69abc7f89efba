// Budget: compares what a run will use with its Limits, before it is used. Each error names the flag that lifts the
// limit. Thread-safe: pure functions; a WorkBudget belongs to one thread.
#ifndef LLMZIP_ENGINE_BUDGET_H_
#define LLMZIP_ENGINE_BUDGET_H_

#include <cstdint>
#include <optional>
#include <string>

#include "llmzip/limits.h"
#include "llmzip/status.h"

namespace llmzip {

/// kInvalidArgument for a ratio limit of 0, which nothing could meet.
Status CheckLimits(const Limits& limits);

/// The memory of one block of raw_size bytes in flight: that of the codec plus `buffers` times its size.
/// Coding: raw bytes, the growing coded bytes (twice at worst), the copy decoded to verify. Decoding: coded and raw
/// bytes.
inline constexpr std::uint64_t kCodingBuffers = 4;
inline constexpr std::uint64_t kDecodingBuffers = 2;
inline constexpr std::uint64_t kSegmentBuffers = 2;  ///< in addition if there are segments: filtered bytes, streams
std::uint64_t BlockMemory(std::uint64_t working_memory, std::uint64_t raw_size, std::uint64_t buffers);

/// kLimitExceeded if a block alone needs more memory than allowed.
Status CheckMemory(std::uint64_t needed, const Limits& limits);

/// kLimitExceeded if `output` bytes in total are more than allowed.
Status CheckOutput(std::uint64_t output, const Limits& limits);

/// kLimitExceeded if `output` bytes from `input` archive bytes exceed the allowed ratio.
Status CheckRatio(std::uint64_t output, std::uint64_t input, const Limits& limits);

/// The estimated time of decoding one block.
struct BlockWork {
  std::uint64_t start_ns = 0;   ///< making its predictors, priming included
  std::uint64_t coding_ns = 0;  ///< all of its bytes
  std::uint64_t raw_size = 0;   ///< what they are, decoded

  [[nodiscard]] std::uint64_t TotalNs() const;
};

/// The work of a whole run: all blocks of all frames that it decodes.
class WorkBudget {
 public:
  /// What each byte beyond Limits::kWorkFreeBytes allows at least.
  static constexpr std::uint64_t kNsPerArchiveByte = 100'000'000;

  explicit WorkBudget(const Limits& limits);

  /// Adds a block that takes `archive_bytes` in the archive; to be called before it is decoded. kLimitExceeded if all
  /// blocks so far take longer than their bytes allow.
  Status Charge(const BlockWork& work, std::uint64_t archive_bytes);

  /// The sum of what was charged, in whole seconds, rounded up.
  [[nodiscard]] std::uint64_t SecondsCharged() const;

 private:
  std::optional<std::uint64_t> limit_seconds_;
  std::uint64_t archive_bytes_ = 0;
  std::uint64_t allowed_ns_;
  std::uint64_t charged_ns_ = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_BUDGET_H_
