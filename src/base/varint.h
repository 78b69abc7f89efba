// Unsigned integers in as many bytes as they need: LEB128, low seven bits first, 1 to 10 bytes.
// Only the shortest form is valid, so that every number has one encoding.
#ifndef LLMZIP_BASE_VARINT_H_
#define LLMZIP_BASE_VARINT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace llmzip {

inline constexpr std::size_t kMaxVarintSize = 10;

/// To a vector of bytes, or a string.
template <typename Container>
void AppendVarint(std::uint64_t value, Container* out) {
  using Byte = typename Container::value_type;
  for (; value >= 0x80; value >>= 7) out->push_back(static_cast<Byte>(value | 0x80));
  out->push_back(static_cast<Byte>(value));
}

/// Takes a varint off the front of *in; nothing (and *in unchanged) if it is cut short, too long or not minimal.
std::optional<std::uint64_t> TakeVarint(std::span<const std::uint8_t>* in);

}  // namespace llmzip

#endif  // LLMZIP_BASE_VARINT_H_
