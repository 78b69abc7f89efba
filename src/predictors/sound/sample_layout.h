// SampleLayout: the bytes of a sample as a number, and back.
//
// A number lies within -2^(b-1) … 2^(b-1) - 1, with b the bits of a sample's bytes. Floats are numbered in their order:
// the number of a float is its bits, with all but the sign inverted if it is negative. Both directions are one to one.
// Thread safety: a value.
#ifndef LLMZIP_PREDICTORS_SOUND_SAMPLE_LAYOUT_H_
#define LLMZIP_PREDICTORS_SOUND_SAMPLE_LAYOUT_H_

#include <cstddef>
#include <cstdint>

namespace llmzip::sound {

struct SampleLayout {
  std::uint32_t channels = 2;
  std::uint32_t bytes = 2;
  bool big_endian = false;
  bool is_unsigned = false;
  bool is_float = false;

  [[nodiscard]] std::uint32_t bits() const { return 8 * bytes; }
  [[nodiscard]] std::int64_t least() const { return -(std::int64_t{1} << (bits() - 1)); }
  [[nodiscard]] std::int64_t most() const { return (std::int64_t{1} << (bits() - 1)) - 1; }

  /// The number of `bytes` bytes.
  [[nodiscard]] std::int64_t Number(const std::uint8_t* from) const {
    std::uint32_t raw = 0;
    for (std::uint32_t i = 0; i < bytes; ++i) raw |= std::uint32_t{from[i]} << Shift(i);
    // There is at least one byte. NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult)
    const std::uint32_t sign = std::uint32_t{1} << (bits() - 1);
    if (is_unsigned) raw ^= sign;
    std::int64_t number = static_cast<std::int64_t>(raw ^ sign) - static_cast<std::int64_t>(sign);
    if (is_float && number < 0) number = least() - 1 - number;
    return number;
  }

  /// Byte `i` of a number.
  [[nodiscard]] std::uint8_t ByteOf(std::int64_t number, std::uint32_t i) const {
    if (is_float && number < 0) number = least() - 1 - number;
    auto raw = static_cast<std::uint32_t>(number);
    if (is_unsigned) raw ^= std::uint32_t{1} << (bits() - 1);
    return static_cast<std::uint8_t>(raw >> Shift(i));
  }

  friend bool operator==(const SampleLayout&, const SampleLayout&) = default;

 private:
  [[nodiscard]] std::uint32_t Shift(std::uint32_t i) const { return 8 * (big_endian ? bytes - 1 - i : i); }
};

}  // namespace llmzip::sound

#endif  // LLMZIP_PREDICTORS_SOUND_SAMPLE_LAYOUT_H_
