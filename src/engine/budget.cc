#include "engine/budget.h"

#include <algorithm>

#include "plan/cost.h"

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

constexpr std::uint64_t kNsPerSecond = 1'000'000'000;

// "88.7 s", rounded up.
std::string InSeconds(std::uint64_t ns) {
  constexpr std::uint64_t kNsPerTenth = kNsPerSecond / 10;
  const std::uint64_t tenths = ns / kNsPerTenth + (ns % kNsPerTenth != 0 ? 1 : 0);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
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

std::uint64_t BlockWork::TotalNs() const { return SaturatingAdd(start_ns, coding_ns); }

WorkBudget::WorkBudget(const Limits& limits)
    : limit_seconds_(limits.work_seconds),
      allowed_ns_(SaturatingMultiply(limits.work_seconds.value_or(Limits::kFreeWorkSeconds), kNsPerSecond)) {}

Status WorkBudget::Charge(const BlockWork& work, std::uint64_t archive_bytes) {
  charged_ns_ = SaturatingAdd(charged_ns_, work.TotalNs());
  const std::uint64_t before = std::max(archive_bytes_, Limits::kWorkFreeBytes);
  archive_bytes_ = SaturatingAdd(archive_bytes_, archive_bytes);
  if (!limit_seconds_) {
    const std::uint64_t earning = std::max(archive_bytes_, before) - before;
    const std::uint64_t ns_of_a_byte = work.coding_ns / std::max<std::uint64_t>(1, work.raw_size);
    const std::uint64_t rate = std::max(kNsPerArchiveByte, SaturatingMultiply(Limits::kWorkExpansion, ns_of_a_byte));
    allowed_ns_ = SaturatingAdd(allowed_ns_, SaturatingMultiply(rate, earning));
  }
  if (charged_ns_ <= allowed_ns_ || limit_seconds_ == Limits::kNone) return Status::Ok();
  return Status::LimitExceeded("decoding up to here would take about " + InSeconds(charged_ns_) +
                               " of one core, and the limit " +
                               (limit_seconds_ ? "is " : "for an archive of this size is ") + InSeconds(allowed_ns_) +
                               "; raise it with --max-work");
}

std::uint64_t WorkBudget::SecondsCharged() const {
  return charged_ns_ / kNsPerSecond + (charged_ns_ % kNsPerSecond != 0 ? 1 : 0);
}

}  // namespace llmzip
