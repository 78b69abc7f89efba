#include "tokenisers/utf8.h"

#include <cstdint>

namespace llmzip {

std::size_t CharacterSize(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const auto continues = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4 || !continues(1)) return 0;
  if (lead < 0xE0) return 2;
  const std::uint8_t second = byte(1);
  if (lead < 0xF0) {
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return 0;
    return continues(2) ? 3 : 0;
  }
  if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return 0;
  return continues(2) && continues(3) ? 4 : 0;
}

std::size_t ValidPrefixSize(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size()) {
    const std::size_t character = CharacterSize(text.substr(size));
    if (character == 0) break;
    size += character;
  }
  return size;
}

std::size_t InvalidPrefixSize(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && CharacterSize(text.substr(size)) == 0) ++size;
  return size;
}

std::size_t CharactersWithin(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  std::size_t size = most;
  while ((static_cast<std::uint8_t>(text[size]) & 0xC0) == 0x80) --size;
  return size;
}

}  // namespace llmzip
