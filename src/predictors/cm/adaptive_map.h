// AdaptiveMap: a small context -> the probability that the next bit is one, learnt as it goes.
//
// Each entry packs a 22-bit probability and a 10-bit count: entry = probability << 10 | count. A bit moves the
// probability by error / (count + 1.6), so the first observations count most. The count stops at a limit; from then on
// old observations fade exponentially. Pure integers. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_ADAPTIVE_MAP_H_
#define LLMZIP_PREDICTORS_CM_ADAPTIVE_MAP_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace llmzip::cm {

/// floor(4096 / (n + 1.6)).
inline constexpr std::array<std::uint32_t, 1024> kLearningRate = [] {
  std::array<std::uint32_t, 1024> rates{};
  for (std::uint32_t n = 0; n < rates.size(); ++n) rates[n] = 40960 / (10 * n + 16);
  return rates;
}();

/// Moves one packed entry towards `bit`.
inline void LearnBit(std::uint32_t& entry, unsigned bit, std::uint32_t limit) {
  const std::uint32_t old = entry;
  const std::uint32_t count = old & 1023U;
  const std::int32_t error =
      static_cast<std::int32_t>(((1U << 22) - 1U) & (0U - bit)) - static_cast<std::int32_t>(old >> 10);
  const std::int32_t step = (error >> 3) * static_cast<std::int32_t>(kLearningRate[count]) >> 9;
  entry = old + (static_cast<std::uint32_t>(step) << 10) + (count < limit ? 1 : 0);
}

class AdaptiveMap {
 public:
  AdaptiveMap() = default;
  AdaptiveMap(std::size_t contexts, std::uint32_t limit) : entries_(contexts, 1U << 31), limit_(limit) {}

  /// 22 bits.
  [[nodiscard]] std::uint32_t Probability(std::size_t context) const { return entries_[context] >> 10; }
  /// Whether this context was ever learnt from.
  [[nodiscard]] bool Seen(std::size_t context) const { return (entries_[context] & 1023U) != 0; }
  [[gnu::always_inline]] void Learn(std::size_t context, unsigned bit) { LearnBit(entries_[context], bit, limit_); }
  void SetProbability(std::size_t context, std::uint32_t probability) { entries_[context] = probability << 10; }
  [[nodiscard]] std::uint32_t* data() { return entries_.data(); }
  [[nodiscard]] std::uint32_t limit() const { return limit_; }

 private:
  std::vector<std::uint32_t> entries_;
  std::uint32_t limit_ = 0;
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_ADAPTIVE_MAP_H_
