#include "tokenisers/byte_alphabet.h"

#include <array>
#include <cstdint>

namespace llmzip {
namespace {

constexpr std::uint32_t kAlphabetEnd = 0x144;  // behind the last of the characters that stand for others
constexpr std::uint16_t kNoByte = 256;

constexpr std::array<std::uint16_t, kAlphabetEnd> MakeByteOfCharacter() {
  std::array<std::uint16_t, kAlphabetEnd> bytes{};
  bytes.fill(kNoByte);
  std::uint32_t next = 0x100;
  for (std::uint16_t byte = 0; byte < 256; ++byte) {
    const bool printable = (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte != 0xAD);
    bytes[printable ? byte : next++] = byte;
  }
  return bytes;
}

constexpr std::array<std::uint16_t, kAlphabetEnd> kByteOfCharacter = MakeByteOfCharacter();

}  // namespace

std::optional<std::string> BytesOfName(std::string_view name) {
  std::string bytes;
  for (std::size_t i = 0; i < name.size(); ++i) {
    std::uint32_t character = static_cast<std::uint8_t>(name[i]);
    if (character >= 0x80) {  // the alphabet has characters of two bytes at most
      if (character >= 0xE0 || i + 1 == name.size()) return std::nullopt;
      character = (character & 0x1F) << 6 | (static_cast<std::uint8_t>(name[++i]) & 0x3F);
    }
    if (character >= kAlphabetEnd || kByteOfCharacter[character] == kNoByte) return std::nullopt;
    bytes.push_back(static_cast<char>(kByteOfCharacter[character]));
  }
  return bytes;
}

}  // namespace llmzip
