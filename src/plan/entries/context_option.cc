#include "plan/entries/context_option.h"

#include <optional>
#include <string>
#include <string_view>

#include "plan/number.h"

namespace llmzip {
namespace {

constexpr std::uint64_t kLargestWindow = std::uint64_t{1} << 20;

std::optional<std::uint64_t> ReadContext(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view kind = text.substr(0, colon);
  std::string_view numbers = text.substr(colon + 1);
  std::uint64_t overlap = 0;
  if (kind == "sliding") {
    const std::size_t slash = numbers.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto number = PlainNumber(numbers.substr(slash + 1), 1, kLargestWindow);
    if (!number) return std::nullopt;
    overlap = *number;
    numbers = numbers.substr(0, slash);
  } else if (kind != "reset") {
    return std::nullopt;
  }
  const auto window = PlainNumber(numbers, 2, kLargestWindow);
  if (!window || overlap >= *window) return std::nullopt;
  return *window << 32 | overlap;
}

std::string PrintContext(std::uint64_t value) {
  const std::string window = std::to_string(ContextWindowOf(value));
  if (ContextOverlapOf(value) == 0) return "reset:" + window;
  return "sliding:" + window + "/" + std::to_string(ContextOverlapOf(value));
}

}  // namespace

constinit const Notation kContextNotation = {ReadContext, PrintContext, "reset:N or sliding:N/M, with M below N"};

}  // namespace llmzip
