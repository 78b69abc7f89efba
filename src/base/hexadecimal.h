// Bytes as lower-case hexadecimal text, as digests are shown.
#ifndef LLMZIP_BASE_HEXADECIMAL_H_
#define LLMZIP_BASE_HEXADECIMAL_H_

#include <cstdint>
#include <span>
#include <string>

namespace llmzip {

inline std::string ToHexadecimal(std::span<const std::uint8_t> bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const std::uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

}  // namespace llmzip

#endif  // LLMZIP_BASE_HEXADECIMAL_H_
