#include "cli/quantity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <span>

namespace llmzip::cli {
namespace {

Status BadNumber(std::string_view text, std::string_view wanted) {
  return Status::InvalidArgument("'" + std::string(text) + "' is not " + std::string(wanted));
}

/// `value` of the first of `units`, each `step` times the one before.
std::string InUnits(double value, double step, std::span<const char* const> units) {
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < units.size()) {
    value /= step;
    ++unit;
  }
  int digits = 2;
  if (value >= 9.995) digits = 1;
  if (value >= 99.95) digits = 0;
  return FormatFixed(value, digits) + " " + units[unit];
}

}  // namespace

StatusOr<std::uint64_t> ParseCount(std::string_view text, std::uint64_t most) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > most) {
    return BadNumber(text, most == UINT64_MAX ? "a whole number" : "a whole number up to " + std::to_string(most));
  }
  return value;
}

StatusOr<std::uint64_t> ParseSize(std::string_view text) {
  constexpr std::string_view kWanted = "a size such as 4096, 64K, 16M or 2G";
  std::uint64_t value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc()) return BadNumber(text, kWanted);
  std::string_view unit(end, static_cast<std::size_t>(last - end));
  unsigned shift = 0;
  if (!unit.empty() && unit != "B") {
    constexpr std::string_view kLetters = "KMGTPE";
    const std::size_t letter = kLetters.find(unit.front() == 'k' ? 'K' : unit.front());
    unit.remove_prefix(1);
    if (letter == std::string_view::npos || !(unit.empty() || unit == "B" || unit == "iB")) {
      return BadNumber(text, kWanted);
    }
    shift = 10 * (static_cast<unsigned>(letter) + 1);
  }
  if (shift != 0 && (value >> (64 - shift)) != 0) return BadNumber(text, kWanted);
  return value << shift;
}

std::string FormatFixed(double value, int digits) {
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return {text.data(), static_cast<std::size_t>(std::clamp(size, 0, 63))};
}

std::string FormatSize(std::uint64_t bytes) {
  if (bytes < 1024) return std::to_string(bytes) + " B";
  constexpr std::array kUnits = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  return InUnits(static_cast<double>(bytes) / 1024, 1024, kUnits);
}

std::string FormatRate(double bytes_per_second) {
  constexpr std::array kUnits = {"B/s", "KB/s", "MB/s", "GB/s", "TB/s"};
  return InUnits(bytes_per_second, 1000, kUnits);
}

std::string FormatPercent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  return FormatFixed(100.0 * static_cast<double>(part) / static_cast<double>(whole), 1) + "%";
}

std::string FormatDuration(double seconds) {
  constexpr double kLongest = 100.0 * 365 * 86400;
  const auto whole = static_cast<std::uint64_t>(std::ceil(std::clamp(seconds, 0.0, kLongest)));
  const auto pair = [](std::uint64_t large, const char* large_unit, std::uint64_t small, const char* small_unit) {
    std::string text = std::to_string(large) + large_unit;
    if (small != 0) text += " " + std::to_string(small) + small_unit;
    return text;
  };
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 600) return pair(whole / 60, " min", whole % 60 / 10 * 10, " s");
  if (whole < 3600) return std::to_string(whole / 60) + " min";
  if (whole < 86400) return pair(whole / 3600, " h", whole % 3600 / 60, " min");
  return pair(whole / 86400, " d", whole % 86400 / 3600, " h");
}

}  // namespace llmzip::cli
