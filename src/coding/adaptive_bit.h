// AdaptiveBit: an adaptive probability for one binary decision.
//
// P(1) is p / 2^16, at first 1/2. After the n-th bit (n = 0, 1, …) p moves towards that bit by 1/2^s of the distance,
// with s = 2 + min(n, 20) / 4 rounded down: fast at first (1/4), slowly in the end (1/128). p always lies within 1 …
// 2^16 - 1.
// AdaptiveBits<B>: numbers of B bits, most significant first, each bit in the context of the bits before it.
// Thread safety: none.
#ifndef LLMZIP_CODING_ADAPTIVE_BIT_H_
#define LLMZIP_CODING_ADAPTIVE_BIT_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "coding/range_decoder.h"
#include "coding/range_encoder.h"

namespace llmzip {

class AdaptiveBit {
 public:
  static constexpr unsigned kBits = 16;

  void Encode(bool bit, RangeEncoder& encoder) {
    encoder.EncodeBit(bit, p1_, kBits);
    Learn(bit);
  }

  bool Decode(RangeDecoder& decoder) {
    const bool bit = decoder.DecodeBit(p1_, kBits);
    Learn(bit);
    return bit;
  }

  /// P(1) of 2^kBits, for measuring code lengths.
  [[nodiscard]] std::uint32_t p1() const { return p1_; }

  void Learn(bool bit) {
    const unsigned shift = 2 + seen_ / 4U;
    if (seen_ < 20) ++seen_;
    if (bit) {
      p1_ += ((1U << kBits) - p1_) >> shift;
    } else {
      p1_ -= p1_ >> shift;
    }
  }

 private:
  std::uint32_t p1_ = 1U << (kBits - 1);
  std::uint32_t seen_ = 0;
};

template <unsigned bits>
class AdaptiveBits {
 public:
  void Encode(std::uint32_t value, RangeEncoder& encoder) {
    std::size_t node = 1;
    for (unsigned i = bits; i-- > 0;) {
      const bool bit = (value >> i & 1U) != 0;
      nodes_[node].Encode(bit, encoder);
      node = 2 * node + (bit ? 1 : 0);
    }
  }

  std::uint32_t Decode(RangeDecoder& decoder) {
    std::size_t node = 1;
    for (unsigned i = 0; i < bits; ++i) node = 2 * node + (nodes_[node].Decode(decoder) ? 1 : 0);
    return static_cast<std::uint32_t>(node - (std::size_t{1} << bits));
  }

 private:
  std::array<AdaptiveBit, std::size_t{1} << bits> nodes_;
};

}  // namespace llmzip

#endif  // LLMZIP_CODING_ADAPTIVE_BIT_H_
