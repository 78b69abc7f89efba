// Budget: holds what a run would use against its Limits, before using it. Each error names the flag that lifts it.
// Thread-safe: pure functions.
#ifndef LLMZIP_ENGINE_BUDGET_H_
#define LLMZIP_ENGINE_BUDGET_H_

#include <cstdint>
#include <string>

#include "llmzip/limits.h"
#include "llmzip/status.h"

namespace llmzip {

/// kInvalidArgument for limits that cannot be meant: a ratio of 0.
Status CheckLimits(const Limits& limits);

/// What one block of raw_size bytes holds while it is in flight: the codec's memory and `buffers` times its size.
/// Coding: raw bytes, the growing coded bytes (twice at worst), the verified copy. Decoding: coded and raw bytes.
inline constexpr std::uint64_t kCodingBuffers = 4;
inline constexpr std::uint64_t kDecodingBuffers = 2;
inline constexpr std::uint64_t kSegmentBuffers = 2;  ///< more where there are segments: filtered bytes, streams
std::uint64_t BlockMemory(std::uint64_t working_memory, std::uint64_t raw_size, std::uint64_t buffers);

/// kLimitExceeded if one block alone needs more than the memory allowed.
Status CheckMemory(std::uint64_t needed, const Limits& limits);

/// kLimitExceeded if `output` bytes in all are more than allowed.
Status CheckOutput(std::uint64_t output, const Limits& limits);

/// kLimitExceeded if `output` bytes out of `input` archive bytes are a ratio beyond the allowed.
Status CheckRatio(std::uint64_t output, std::uint64_t input, const Limits& limits);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_BUDGET_H_
