// Hashes of contexts. Any change changes every coded byte.
#ifndef LLMZIP_PREDICTORS_CM_HASHING_H_
#define LLMZIP_PREDICTORS_CM_HASHING_H_

#include <cstdint>

namespace llmzip::cm {

/// Two words and the context's number -> 32 well-mixed bits.
inline std::uint32_t HashContext(std::uint32_t number, std::uint64_t a, std::uint64_t b = 0) {
  std::uint64_t h = (a + number) * 0x9E3779B97F4A7C15U + b * 0xD6E8FEB86659FD93U + number;
  h ^= h >> 29;
  h *= 0xBF58476D1CE4E5B9U;
  return static_cast<std::uint32_t>(h >> 32);
}

/// A byte context's hash, and the half byte since -> the hash for the second half.
inline std::uint32_t HashNibble(std::uint32_t hash, std::uint32_t nibble) {
  const std::uint32_t h = (hash + nibble * 0x9E3779B1U) * 0x85EBCA6BU;
  return h ^ (h >> 15);
}

/// Extends a running hash (of a word, say) by one byte; never 0.
inline std::uint32_t HashByte(std::uint32_t hash, std::uint32_t byte) {
  const std::uint32_t h = (hash + byte + 1) * 0x2F0B4C47U;
  return (h ^ (h >> 15)) | 1U;
}

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_HASHING_H_
