// Side information: what is coded beside the tokens that a predictor predicts.
//
//   EscapedBytes   which tokens are escaped bytes, and these bytes
//   LowBits        `ascii7`: the lowest bit of each byte, in the context of its upper seven bits
//
// All of it is coded with adaptive probabilities, separately from the predictor. Each class codes in text order. Thread
// safety: none.
#ifndef LLMZIP_CODECS_TOKENS_SIDE_INFORMATION_H_
#define LLMZIP_CODECS_TOKENS_SIDE_INFORMATION_H_

#include <array>
#include <cstdint>
#include <optional>

#include "coding/adaptive_bit.h"

namespace llmzip {

class EscapedBytes {
 public:
  /// Codes the next token: an escaped byte, or nullopt for one that the predictor predicts.
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

  /// Codes a byte that is known to be escaped.
  void EncodeByte(std::uint8_t byte, RangeEncoder& encoder) { bytes_.Encode(byte, encoder); }
  std::uint8_t DecodeByte(RangeDecoder& decoder) { return static_cast<std::uint8_t>(bytes_.Decode(decoder)); }

 private:
  std::array<AdaptiveBit, 2> flags_;  // in the context of whether the token before was escaped
  std::size_t before_ = 0;
  AdaptiveBits<8> bytes_;
};

class LowBits {
 public:
  void Encode(std::uint8_t byte, RangeEncoder& encoder) { bits_[byte >> 1U].Encode((byte & 1U) != 0, encoder); }

  /// Decodes the low bit and returns the byte whose upper seven bits are `high`.
  std::uint8_t Decode(std::uint8_t high, RangeDecoder& decoder) {
    return static_cast<std::uint8_t>(high << 1U | (bits_[high & 0x7FU].Decode(decoder) ? 1U : 0U));
  }

 private:
  std::array<AdaptiveBit, 128> bits_;
};

}  // namespace llmzip

#endif  // LLMZIP_CODECS_TOKENS_SIDE_INFORMATION_H_
