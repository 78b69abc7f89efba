// SeenValues: which values samples have had, and how many different ones in each aligned range of up to 256.
//
// Sound that was amplified or widened after it was sampled leaves gaps: values that no sample ever has. Values have
// kBits bits at most: they are counted in units of the lowest bit in use. Memory: MemoryBytes(). Thread safety: none.
#ifndef LLMZIP_PREDICTORS_SOUND_SEEN_VALUES_H_
#define LLMZIP_PREDICTORS_SOUND_SEEN_VALUES_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace llmzip::sound {

class SeenValues {
 public:
  static constexpr unsigned kBits = 16;
  static constexpr unsigned kLevels = 9;  // ranges of 1, 2, … 256 values

  /// As if no value had been seen; from now on they have `bits` bits, or nothing is counted if that is more than kBits.
  void Begin(unsigned bits) {
    bits_ = bits;
    novelty_ = kAlways;
    for (unsigned level = 0; level < kLevels; ++level) {
      counts_[level].assign(counts() ? (std::size_t{1} << bits) >> level : 0, 0);
      if (counts() && counts_[level].empty()) counts_[level].assign(1, 0);
    }
  }

  [[nodiscard]] unsigned bits() const { return bits_; }
  [[nodiscard]] bool counts() const { return bits_ <= kBits; }
  static constexpr std::size_t MemoryBytes() { return (std::size_t{2} << kBits) * sizeof(std::uint16_t); }

  /// How many of the 2^level values from `value` on have been seen: 0 none, 1 to 3 up to a third, two thirds, not all,
  /// 4 all. `value` is a multiple of 2^level, and level < kLevels.
  [[nodiscard]] std::uint32_t Share(std::int64_t value, unsigned level) const {
    const std::uint32_t seen = counts_[level][Place(value) >> level];
    return seen == 0 ? 0 : 1 + (3 * seen >> level);
  }

  /// How often values come that have not been seen: 0 hardly ever … 3 mostly.
  [[nodiscard]] std::uint32_t Novelty() const {
    return novelty_ < kAlways / 64 ? 0 : novelty_ < kAlways / 8 ? 1 : novelty_ < kAlways / 2 ? 2 : 3;
  }

  void Add(std::int64_t value) {
    const std::size_t place = Place(value);
    const bool is_new = counts_[0][place] == 0;
    novelty_ += ((is_new ? kAlways : 0) - novelty_) / 128;
    if (!is_new) return;
    for (unsigned level = 0; level < kLevels; ++level) ++counts_[level][place >> level];
  }

 private:
  static constexpr std::int32_t kAlways = 1 << 20;

  [[nodiscard]] std::size_t Place(std::int64_t value) const {
    return static_cast<std::size_t>(value + (std::int64_t{1} << bits_ >> 1));
  }

  unsigned bits_ = kBits + 1;
  std::int32_t novelty_ = kAlways;
  std::array<std::vector<std::uint16_t>, kLevels> counts_;
};

}  // namespace llmzip::sound

#endif  // LLMZIP_PREDICTORS_SOUND_SEEN_VALUES_H_
