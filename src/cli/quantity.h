// Quantities as people type and read them: sizes, rates, durations.
#ifndef LLMZIP_CLI_QUANTITY_H_
#define LLMZIP_CLI_QUANTITY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "llmzip/status.h"

namespace llmzip::cli {

/// "65536", "64K", "64KiB", "64KB", "2G" … ; every unit is a power of 1024. kInvalidArgument for anything else,
/// overflow included.
StatusOr<std::uint64_t> ParseSize(std::string_view text);

/// Decimal digits only, at most `most`.
StatusOr<std::uint64_t> ParseCount(std::string_view text, std::uint64_t most = UINT64_MAX);

/// 512 -> "512 B", 1536 -> "1.50 KiB", 12.3 MiB …: three digits that matter.
std::string FormatSize(std::uint64_t bytes);

/// 13200 -> "13.2 KB/s", 2010000 -> "2.01 MB/s": powers of 1000, three digits that matter.
std::string FormatRate(double bytes_per_second);

/// "42 s", "2 min 30 s", "1 h 5 min": coarser the longer.
std::string FormatDuration(double seconds);

/// "12.3%" of a whole; "-" of nothing.
std::string FormatPercent(std::uint64_t part, std::uint64_t whole);

/// A fixed number of digits after the point.
std::string FormatFixed(double value, int digits);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_QUANTITY_H_
