// Fixed-width little-endian integers in byte buffers, the same on every host.
// The caller guarantees that the bytes are there.
#ifndef LLMZIP_BASE_LITTLE_ENDIAN_H_
#define LLMZIP_BASE_LITTLE_ENDIAN_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace llmzip {

template <typename Integer>
constexpr Integer ReverseBytes(Integer value) {
  Integer reversed = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i) {
    reversed = static_cast<Integer>(reversed << 8 | (value & 0xFF));
    value = static_cast<Integer>(value >> 8);
  }
  return reversed;
}

template <typename Integer>
Integer LoadLittleEndian(const std::uint8_t* bytes) {
  Integer value;
  std::memcpy(&value, bytes, sizeof(value));
  if constexpr (std::endian::native == std::endian::big) value = ReverseBytes(value);
  return value;
}

template <typename Integer>
void StoreLittleEndian(Integer value, std::uint8_t* bytes) {
  if constexpr (std::endian::native == std::endian::big) value = ReverseBytes(value);
  std::memcpy(bytes, &value, sizeof(value));
}

}  // namespace llmzip

#endif  // LLMZIP_BASE_LITTLE_ENDIAN_H_
