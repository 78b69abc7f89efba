// Numbers in specs: decimal digits only, without leading zeros, so that each number has one spelling and equal plans
// have equal texts. Pure function; thread-safe.
#ifndef LLMZIP_PLAN_NUMBER_H_
#define LLMZIP_PLAN_NUMBER_H_

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace llmzip {

/// The number that `text` spells, if it is valid and within least … most.
inline std::optional<std::uint64_t> PlainNumber(std::string_view text, std::uint64_t least, std::uint64_t most) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || rest != end || std::to_string(value) != text) return std::nullopt;
  if (value < least || value > most) return std::nullopt;
  return value;
}

}  // namespace llmzip

#endif  // LLMZIP_PLAN_NUMBER_H_
