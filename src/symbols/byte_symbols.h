// ByteSymbols: bytes as symbols of an alphabet of 2, 4, 16 or 256 symbols, each a fixed number of a byte's bits.
// The most significant part comes first, so a binary predictor sees bits 7, 6, … 0. A value; thread-safe.
#ifndef LLMZIP_SYMBOLS_BYTE_SYMBOLS_H_
#define LLMZIP_SYMBOLS_BYTE_SYMBOLS_H_

#include <cstdint>

namespace llmzip {

class ByteSymbols {
 public:
  /// True if every byte is a whole number of symbols of the alphabet.
  static bool Fits(std::uint32_t alphabet_size);

  /// `alphabet_size` must be one that Fits.
  explicit ByteSymbols(std::uint32_t alphabet_size);

  /// Symbols a byte is made of: 8, 4, 2 or 1.
  [[nodiscard]] unsigned per_byte() const { return 8 / bits_; }

  /// Symbol number `index` (0 first) of `byte`.
  [[nodiscard]] std::uint32_t Part(std::uint8_t byte, unsigned index) const {
    return (std::uint32_t{byte} >> (8 - bits_ * (index + 1))) & ((1U << bits_) - 1);
  }

  /// `partial` with one more symbol appended; starting from 0, after per_byte() symbols this is the byte.
  [[nodiscard]] std::uint8_t Append(std::uint8_t partial, std::uint32_t symbol) const {
    return static_cast<std::uint8_t>((std::uint32_t{partial} << bits_) | symbol);
  }

 private:
  unsigned bits_;
};

}  // namespace llmzip

#endif  // LLMZIP_SYMBOLS_BYTE_SYMBOLS_H_
