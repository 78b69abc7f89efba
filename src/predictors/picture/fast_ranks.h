// FastRanks: which of the 65536 values a plane has had, in order: pictures of 16 bits often use few of them.
//
// A binary indexed tree of counts: rank and value of each other in sixteen steps. fast.spec.md §4.6.
// Thread safety: none.
#ifndef LLMZIP_PREDICTORS_PICTURE_FAST_RANKS_H_
#define LLMZIP_PREDICTORS_PICTURE_FAST_RANKS_H_

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace llmzip::picture {

class FastRanks {
 public:
  /// Forgets all values.
  void Restart() {
    tree_.assign(kValues + 1, 0);
    is_seen_.assign(kValues, 0);
    count_ = 0;
    samples_ = 0;
    novelty_ = kNew;
  }

  /// Bytes of its tables, which it has once it has been restarted.
  static constexpr std::uint64_t Memory() { return (kValues + 1) * sizeof(std::uint32_t) + kValues; }

  void Add(std::uint32_t value) {
    if (samples_ < UINT32_MAX) ++samples_;
    const bool is_new = is_seen_[value] == 0;
    novelty_ = novelty_ + (((is_new ? kNew : 0) - novelty_) >> 8);
    if (!is_new) return;
    is_seen_[value] = 1;
    least_ = count_ == 0 ? value : std::min(least_, value);
    most_ = count_ == 0 ? value : std::max(most_, value);
    ++count_;
    for (std::uint32_t i = value + 1; i <= kValues; i += i & (0U - i)) ++tree_[i];
  }

  /// Whether values are so far between, and new ones so rare, that ranks are the better numbers.
  [[nodiscard]] bool AreSparse() const {
    return samples_ >= 1024 && novelty_ < kNew / 8 && (most_ - least_) / 3 >= count_;
  }
  [[nodiscard]] bool Has(std::uint32_t value) const { return is_seen_[value] != 0; }
  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] std::uint32_t Gap() const { return (most_ - least_) / count_; }

  /// How many of the values are less.
  [[nodiscard]] std::uint32_t Below(std::uint32_t value) const {
    std::uint32_t below = 0;
    for (std::uint32_t i = value; i != 0; i &= i - 1) below += tree_[i];
    return below;
  }

  /// The value that `below` of the values are less than; below < count().
  [[nodiscard]] std::uint32_t At(std::uint32_t below) const {
    std::uint32_t value = 0;
    for (std::uint32_t step = kValues; step != 0; step >>= 1) {
      if (value + step > kValues || tree_[value + step] > below) continue;
      value += step;
      below -= tree_[value];
    }
    return value;
  }

 private:
  static constexpr std::uint32_t kValues = 65536;
  static constexpr std::int32_t kNew = 1 << 20;

  std::vector<std::uint32_t> tree_;
  std::vector<std::uint8_t> is_seen_;
  std::uint32_t count_ = 0, samples_ = 0, least_ = 0, most_ = 0;
  std::int32_t novelty_ = kNew;
};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_FAST_RANKS_H_
