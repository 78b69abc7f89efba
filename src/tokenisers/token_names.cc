#include "tokenisers/token_names.h"

#include "tokenisers/utf8.h"

namespace llmzip {

std::optional<std::uint8_t> ByteOfName(std::string_view name) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  if (name.size() != 6 || !name.starts_with("<0x") || name[5] != '>') return std::nullopt;
  const std::size_t high = kDigits.find(name[3]);
  const std::size_t low = kDigits.find(name[4]);
  if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint8_t>(high << 4 | low);
}

std::string SpacesUnmarked(std::string_view name) {
  std::string text;
  while (!name.empty()) {
    if (name.starts_with(kSpaceMark)) {
      text.push_back(' ');
      name.remove_prefix(kSpaceMark.size());
    } else {
      text.push_back(name.front());
      name.remove_prefix(1);
    }
  }
  return text;
}

}  // namespace llmzip
