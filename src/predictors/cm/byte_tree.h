// ByteTree: turns another predictor's distribution of the next byte into predictions of its bits.
//
// Its 256 frequencies are summed up along the binary tree of a byte's bits, most significant first; node n (the bits so
// far after a leading one) holds the sum of all bytes below it. The prediction of the next bit is then the log-odds of
// two neighbouring sums: ln(node[2n + 1]) - ln(node[2n]), by an integer logarithm. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_BYTE_TREE_H_
#define LLMZIP_PREDICTORS_CM_BYTE_TREE_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "coding/log2.h"
#include "llmzip/predictor.h"
#include "predictors/cm/logistic.h"

namespace llmzip::cm {

class ByteTree {
 public:
  /// 256 frequencies, each >= 1, that sum to at most 2^24.
  void Set(std::span<const Frequency> frequencies) {
    std::ranges::copy(frequencies, nodes_.begin() + 256);
    for (unsigned n = 255; n > 0; --n) nodes_[n] = nodes_[2 * n] + nodes_[2 * n + 1];
    const auto most = std::ranges::max_element(frequencies);
    expected_ = static_cast<std::uint32_t>(most - frequencies.begin());
    const std::int32_t lost = Log2Q16(nodes_[1]) - Log2Q16(*most);  // of the expected byte, bits with 16 fraction bits
    constexpr std::array<std::int32_t, 7> kSteps = {2000, 8000, 24000, 50000, 90000, 150000, 230000};
    confidence_ = static_cast<std::uint32_t>(std::ranges::upper_bound(kSteps, lost) - kSteps.begin());
  }

  /// Q12 log-odds of a one after the bits of `partial`, within ±kLogitLimitQ12.
  [[nodiscard]] std::int32_t LogitQ12(std::uint32_t partial) const {
    const std::int32_t difference = Log2Q16(nodes_[2 * partial + 1]) - Log2Q16(nodes_[2 * partial]);
    constexpr std::int64_t kLn2 = 45426;  // with 16 fraction bits
    return static_cast<std::int32_t>((difference * kLn2) >> 20);
  }

  /// The probability of a one after the bits of `partial`, of 2^kProbabilityBits, never certain.
  [[nodiscard]] std::uint32_t Probability(std::uint32_t partial) const {
    const std::uint64_t ones = std::uint64_t{nodes_[2 * partial + 1]} << kProbabilityBits;
    const auto one = static_cast<std::uint32_t>(ones / nodes_[partial]);
    return std::clamp<std::uint32_t>(one, 1, (1U << kProbabilityBits) - 1);
  }

  /// Bits, with 16 fraction bits, that `byte` costs by it.
  [[nodiscard]] std::int32_t Cost(std::uint32_t byte) const { return Log2Q16(nodes_[1]) - Log2Q16(nodes_[256 + byte]); }

  /// The most likely byte, the lowest of equals.
  [[nodiscard]] std::uint32_t expected() const { return expected_; }

  /// Confidence in that byte: 0 (nearly certain) … 7.
  [[nodiscard]] std::uint32_t confidence() const { return confidence_; }

  /// Whether the bits of `partial`, `bits` of them, are those of the expected byte so far.
  [[nodiscard]] bool Agrees(std::uint32_t partial, unsigned bits) const {
    return ((expected_ | 256U) >> (8 - bits)) == partial;
  }

 private:
  std::array<std::uint32_t, 512> nodes_{};
  std::uint32_t expected_ = 0;
  std::uint32_t confidence_ = 0;
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_BYTE_TREE_H_
