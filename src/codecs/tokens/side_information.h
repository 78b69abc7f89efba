// What is coded beside the tokens a predictor predicts: bytes that no token says, and low bits.
//
//   EscapedBytes   which tokens are escaped bytes, and those bytes
//   LowBits        `ascii7`: the bit that each byte lost when it was halved, under the seven bits it kept
//
// All of it adaptive and apart from the predictor. Each class codes in text order. Thread safety: none.
#ifndef LLMZIP_CODECS_TOKENS_SIDE_INFORMATION_H_
#define LLMZIP_CODECS_TOKENS_SIDE_INFORMATION_H_

#include <array>
#include <cstdint>
#include <optional>

#include "coding/adaptive_bit.h"

namespace llmzip {

class EscapedBytes {
 public:
  /// The next token: an escaped byte, or one that the predictor predicts.
  void Encode(std::optional<std::uint8_t> byte, RangeEncoder& encoder) {
    flags_[before_].Encode(byte.has_value(), encoder);
    before_ = byte.has_value() ? 1 : 0;
    if (byte) bytes_.Encode(*byte, encoder);
  }

  std::optional<std::uint8_t> Decode(RangeDecoder& decoder) {
    const bool escaped = flags_[before_].Decode(decoder);
    before_ = escaped ? 1 : 0;
    if (!escaped) return std::nullopt;
    return static_cast<std::uint8_t>(bytes_.Decode(decoder));
  }

  /// A byte that is known to be escaped.
  void EncodeByte(std::uint8_t byte, RangeEncoder& encoder) { bytes_.Encode(byte, encoder); }
  std::uint8_t DecodeByte(RangeDecoder& decoder) { return static_cast<std::uint8_t>(bytes_.Decode(decoder)); }

 private:
  std::array<AdaptiveBit, 2> flags_;  // by whether the token before was escaped
  std::size_t before_ = 0;
  AdaptiveBits<8> bytes_;
};

class LowBits {
 public:
  void Encode(std::uint8_t byte, RangeEncoder& encoder) { bits_[byte >> 1U].Encode((byte & 1U) != 0, encoder); }

  /// The byte whose upper seven bits are `high`.
  std::uint8_t Decode(std::uint8_t high, RangeDecoder& decoder) {
    return static_cast<std::uint8_t>(high << 1U | (bits_[high & 0x7FU].Decode(decoder) ? 1U : 0U));
  }

 private:
  std::array<AdaptiveBit, 128> bits_;
};

}  // namespace llmzip

#endif  // LLMZIP_CODECS_TOKENS_SIDE_INFORMATION_H_
