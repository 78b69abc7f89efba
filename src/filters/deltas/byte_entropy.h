// ByteEntropy: the order-0 entropy of a series of bytes, in integers, so that every machine makes the same choices.
// Thread safety: none.
#ifndef LLMZIP_FILTERS_DELTAS_BYTE_ENTROPY_H_
#define LLMZIP_FILTERS_DELTAS_BYTE_ENTROPY_H_

#include <array>
#include <bit>
#include <cstdint>

namespace llmzip::deltas {

/// log2(n) in units of 1/256, with an error below 0.09, for n >= 1.
constexpr std::uint64_t Log2Of(std::uint64_t n) {
  const auto whole = static_cast<unsigned>(std::bit_width(n) - 1);
  const std::uint64_t fraction = whole >= 8 ? n >> (whole - 8) : n << (8 - whole);  // 256 ... 511
  return whole * std::uint64_t{256} + fraction - 256;
}

class ByteEntropy {
 public:
  void Add(std::uint8_t byte) { ++counts_[byte]; }

  /// The entropy of all bytes together, in units of 1/256 bit.
  [[nodiscard]] std::uint64_t Bits() const {
    std::uint64_t total = 0;
    for (const std::uint32_t count : counts_) total += count;
    if (total == 0) return 0;
    std::uint64_t bits = 0;
    for (const std::uint32_t count : counts_) {
      if (count > 0) bits += count * (Log2Of(total) - Log2Of(count));
    }
    return bits;
  }

 private:
  std::array<std::uint32_t, 256> counts_{};
};

}  // namespace llmzip::deltas

#endif  // LLMZIP_FILTERS_DELTAS_BYTE_ENTROPY_H_
