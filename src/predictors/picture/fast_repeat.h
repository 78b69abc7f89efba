// FastRepeat: what pixel came when the neighbours were last as they are now.
//
// Two tables by hashes of near and of many neighbours. An entry's confidence counts how often in a row it was right;
// how often entries of a confidence are right is counted too, and only those that mostly are take part
// (fast.spec.md §6). Thread safety: none.
#ifndef LLMZIP_PREDICTORS_PICTURE_FAST_REPEAT_H_
#define LLMZIP_PREDICTORS_PICTURE_FAST_REPEAT_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "predictors/cm/zeroed_array.h"

namespace llmzip::picture {

class FastRepeat {
 public:
  static constexpr unsigned kTables = 2;

  explicit FastRepeat(unsigned log_entries) : log_entries_(log_entries) {
    for (auto& table : tables_) table = cm::ZeroedArray<Entry>(std::size_t{1} << log_entries);
    for (auto& of_table : right_) of_table.fill(kSure / 2);
  }

  struct Guess {
    std::uint64_t pixel = 0;
    unsigned table = 0;
    unsigned confidence = 0;
    bool any = false;
  };

  /// The guess of the table of many neighbours, else of few. Hashes: of few, of many.
  Guess Find(const std::array<std::uint32_t, kTables>& hashes) {
    Guess guess;
    for (unsigned t = kTables; t-- > 0;) {
      found_[t] = &tables_[t][hashes[t] >> (32 - log_entries_)];
      checks_[t] = static_cast<std::uint16_t>(hashes[t] & 0xFFFFU);
      const Entry& entry = *found_[t];
      if (guess.any || entry.used == 0 || entry.check != checks_[t] || right_[t][entry.confidence] < kSure / 2)
        continue;
      guess = {entry.pixel, t, entry.confidence, true};
    }
    return guess;
  }

  /// The pixel that came where Find was called last.
  void Learn(std::uint64_t pixel) {
    for (unsigned t = 0; t < kTables; ++t) {
      Entry& entry = *found_[t];
      if (entry.used != 0 && entry.check == checks_[t]) {
        const bool right = entry.pixel == pixel;
        std::uint32_t& count = right_[t][entry.confidence];
        count = right ? count + ((kSure - count) >> 5) : count - (count >> 5);
        entry.confidence = right ? static_cast<std::uint8_t>(entry.confidence < 15 ? entry.confidence + 1 : 15) : 0;
        if (!right) entry.pixel = pixel;
      } else {
        entry = {pixel, checks_[t], 0, 1};
      }
    }
  }

  static std::uint64_t Memory(unsigned log_entries) {
    return (std::uint64_t{kTables} * sizeof(Entry) << log_entries) + (std::uint64_t{4} << 20);
  }

 private:
  static constexpr std::uint32_t kSure = 1U << 16;
  struct Entry {
    std::uint64_t pixel = 0;
    std::uint16_t check = 0;
    std::uint8_t confidence = 0;
    std::uint8_t used = 0;
  };

  unsigned log_entries_;
  std::array<cm::ZeroedArray<Entry>, kTables> tables_;
  std::array<std::array<std::uint32_t, 16>, kTables> right_{};
  std::array<Entry*, kTables> found_{};
  std::array<std::uint16_t, kTables> checks_{};
};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_FAST_REPEAT_H_
