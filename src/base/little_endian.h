// Fixed-width little-endian integers in byte buffers, the same on every host.
// The caller guarantees that the bytes are there.
#ifndef LLMZIP_BASE_LITTLE_ENDIAN_H_
#define LLMZIP_BASE_LITTLE_ENDIAN_H_

#include <cstddef>
#include <cstdint>

namespace llmzip {

template <typename Integer>
Integer LoadLittleEndian(const std::uint8_t* bytes) {
  Integer value = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i) value |= static_cast<Integer>(Integer{bytes[i]} << (8 * i));
  return value;
}

template <typename Integer>
void StoreLittleEndian(Integer value, std::uint8_t* bytes) {
  for (std::size_t i = 0; i < sizeof(Integer); ++i) bytes[i] = static_cast<std::uint8_t>(value >> (8 * i));
}

}  // namespace llmzip

#endif  // LLMZIP_BASE_LITTLE_ENDIAN_H_
