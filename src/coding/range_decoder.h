// RangeDecoder: the inverse of RangeEncoder (see there for the state and the arithmetic).
//
// Behind the end of its input it reads zeros; any input decodes to something. All functions are inline, so that a
// coding loop keeps the state in registers. Thread safety: none.
#ifndef LLMZIP_CODING_RANGE_DECODER_H_
#define LLMZIP_CODING_RANGE_DECODER_H_

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>

namespace llmzip {

class RangeDecoder {
 public:
  explicit RangeDecoder(std::span<const std::uint8_t> in) : in_(in) {
    for (int i = 0; i < 4; ++i) code_ = (code_ << 8) | NextByte();
  }

  /// The bit coded with P(bit = 1) = p1 / 2^k.
  bool DecodeBit(std::uint32_t p1, unsigned k) {
    assert(k <= 24 && p1 > 0 && p1 < (1U << k));
    const auto bound = static_cast<std::uint32_t>((std::uint64_t{range_} * p1) >> k);
    const bool bit = code_ < bound;
    const std::uint32_t zero_mask = std::uint32_t{bit} - 1;
    code_ -= bound & zero_mask;
    range_ = bound + ((range_ - 2 * bound) & zero_mask);
    Normalise();
    return bit;
  }

  /// A number in [0, 2^k) that lies in the interval of the coded symbol. Consume must follow, with that symbol's
  /// interval.
  [[nodiscard]] std::uint32_t DecodeTarget(unsigned k) const {
    assert(k <= 24);
    // The largest t with floor(range * t / 2^k) <= code.
    const auto target = static_cast<std::uint32_t>((((std::uint64_t{code_} + 1) << k) - 1) / range_);
    return target >> k != 0 ? (1U << k) - 1 : target;  // only reached on damaged input
  }

  void Consume(std::uint32_t cumulative, std::uint32_t frequency, unsigned k) {
    const auto bottom = static_cast<std::uint32_t>((std::uint64_t{range_} * cumulative) >> k);
    const auto top = static_cast<std::uint32_t>((std::uint64_t{range_} * (cumulative + frequency)) >> k);
    code_ -= bottom;
    range_ = top - bottom;
    Normalise();
  }

 private:
  void Normalise() {
    while (__builtin_expect(range_ < (1U << 24), 0)) {
      range_ <<= 8;
      code_ = (code_ << 8) | NextByte();
    }
  }
  std::uint8_t NextByte() { return position_ < in_.size() ? in_[position_++] : std::uint8_t{0}; }

  std::span<const std::uint8_t> in_;
  std::size_t position_ = 0;
  std::uint32_t code_ = 0;
  std::uint32_t range_ = 0xFFFFFFFFU;
};

}  // namespace llmzip

#endif  // LLMZIP_CODING_RANGE_DECODER_H_
