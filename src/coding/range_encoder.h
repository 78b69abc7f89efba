// RangeEncoder: symbols and their probabilities -> bytes, very close to -log2 p bits each.
//
// A 32-bit range coder with carry propagation (after G. N. N. Martin 1979, and the form of M. Schindler and I. Pavlov).
// State: `low_`, the 33-bit bottom of the interval, and `range_`, its width, kept >= 2^24 by shifting out whole bytes.
// The last byte shifted out (`held_`) and the bytes of 0xFF after it (`pending_`) are held back until it is known
// whether a carry runs through them:
//
//   out_ … | held_ | 0xFF x pending_ | low_ (32 bits and a carry)
//
// Interval bounds are exact products of 32 x 24 bits, shifted down, and not multiples of a truncated quotient range /
// 2^k: the only loss is the rounding of a number of at least 24 bits.
//
// One coder serves both kinds of decision: a bit with a k-bit probability, and one of n symbols with a cumulative
// frequency out of 2^k, 1 <= k <= 24. RangeDecoder inverts every step.
// Finish writes as few bytes as identify the interval; the decoder reads zeros behind the end. Thread safety: none.
#ifndef LLMZIP_CODING_RANGE_ENCODER_H_
#define LLMZIP_CODING_RANGE_ENCODER_H_

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace llmzip {

class RangeEncoder {
 public:
  /// Appends to `out`, which must outlive the encoder.
  explicit RangeEncoder(std::vector<std::uint8_t>* out) : out_(out), begin_(out->size()) {}

  /// Codes `bit`, given P(bit = 1) = p1 / 2^k with 0 < p1 < 2^k.
  void EncodeBit(bool bit, std::uint32_t p1, unsigned k) {
    assert(k <= 24 && p1 > 0 && p1 < (1U << k));
    const auto bound = static_cast<std::uint32_t>((std::uint64_t{range_} * p1) >> k);
    // Without a branch: the processor would often predict it wrongly, since coded bits are those that are hard to
    // predict.
    const std::uint32_t zero_mask = std::uint32_t{bit} - 1;  // all ones for a 0
    low_ += bound & zero_mask;
    range_ = bound + ((range_ - 2 * bound) & zero_mask);
    Normalise();
  }

  /// Codes the symbol whose interval is [cumulative, cumulative + frequency) of [0, 2^k).
  void EncodeSymbol(std::uint32_t cumulative, std::uint32_t frequency, unsigned k) {
    assert(k <= 24 && frequency > 0 && std::uint64_t{cumulative} + frequency <= (std::uint64_t{1} << k));
    const auto bottom = static_cast<std::uint32_t>((std::uint64_t{range_} * cumulative) >> k);
    const auto top = static_cast<std::uint32_t>((std::uint64_t{range_} * (cumulative + frequency)) >> k);
    low_ += bottom;
    range_ = top - bottom;
    Normalise();
  }

  /// Ends the stream; at most 4 bytes more. The encoder must not be used afterwards.
  void Finish() {
    // On a copy: as long as no call that is not inlined takes this object's address, its state stays in registers.
    RangeEncoder(*this).WriteTail();
  }

 private:
  void Normalise() {
    while (__builtin_expect(range_ < (1U << 24), 0)) {
      range_ <<= 8;
      ShiftLow();
    }
  }

  // Shifts the top byte of low_ out, behind the bytes that a carry may still reach. Inline for the same reason as
  // Finish.
  [[gnu::always_inline]] void ShiftLow() {
    const bool carry = (low_ >> 32) != 0;
    const auto byte = static_cast<std::uint8_t>(low_ >> 24);
    if (carry || byte != 0xFF) {
      if (holding_) out_->push_back(static_cast<std::uint8_t>(held_ + (carry ? 1 : 0)));
      for (; pending_ > 0; --pending_) out_->push_back(carry ? 0x00 : 0xFF);
      held_ = byte;
      holding_ = true;
    } else {
      ++pending_;
    }
    low_ = (low_ & 0x00FFFFFFU) << 8;
  }

  void WriteTail();

  std::vector<std::uint8_t>* out_;
  std::size_t begin_;  // where this stream begins in *out_
  std::uint64_t low_ = 0;
  std::uint32_t range_ = 0xFFFFFFFFU;
  std::uint64_t pending_ = 0;  // bytes of 0xFF held back behind held_
  std::uint8_t held_ = 0;
  bool holding_ = false;
};

}  // namespace llmzip

#endif  // LLMZIP_CODING_RANGE_ENCODER_H_
