#include "engine/budget.h"

namespace llmzip {
namespace {

constexpr std::uint64_t kKibibyte = std::uint64_t{1} << 10;
constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;

std::string InMebibytes(std::uint64_t bytes) {
  return std::to_string(bytes / kMebibyte + (bytes % kMebibyte != 0 ? 1 : 0)) + " MiB";
}

// The exact limit in the largest unit that divides it.
std::string Exactly(std::uint64_t bytes) {
  if (bytes != 0 && bytes % kMebibyte == 0) return std::to_string(bytes / kMebibyte) + " MiB";
  if (bytes != 0 && bytes % kKibibyte == 0) return std::to_string(bytes / kKibibyte) + " KiB";
  return std::to_string(bytes) + " bytes";
}

}  // namespace

Status CheckLimits(const Limits& limits) {
  if (limits.ratio > 0) return Status::Ok();
  return Status::InvalidArgument("a ratio limit of 0 (--max-ratio) would let nothing pass: choose 1 or more");
}

std::uint64_t BlockMemory(std::uint64_t working_memory, std::uint64_t raw_size, std::uint64_t buffers) {
  if (raw_size > UINT64_MAX / buffers || working_memory > UINT64_MAX - buffers * raw_size) return UINT64_MAX;
  return working_memory + buffers * raw_size;
}

Status CheckMemory(std::uint64_t needed, const Limits& limits) {
  if (needed <= limits.memory_bytes) return Status::Ok();
  return Status::LimitExceeded("one block needs " + InMebibytes(needed) + " of memory and the limit is " +
                               Exactly(limits.memory_bytes) + "; raise it with --memory-limit");
}

Status CheckOutput(std::uint64_t output, const Limits& limits) {
  if (output <= limits.output_bytes) return Status::Ok();
  return Status::LimitExceeded("the output would be larger than the limit of " + std::to_string(limits.output_bytes) +
                               " bytes; raise it with --max-output");
}

Status CheckRatio(std::uint64_t output, std::uint64_t input, const Limits& limits) {
  if (limits.ratio == Limits::kNone || output <= Limits::kRatioFreeBytes || output / limits.ratio <= input) {
    return Status::Ok();
  }
  return Status::LimitExceeded("the output would be more than " + std::to_string(limits.ratio) +
                               " times the archive's size; raise the limit with --max-ratio");
}

}  // namespace llmzip
