// FastRepeat: what pixel came when the neighbours were last as they are now.
//
// Two tables by hashes of few and of many neighbours, and a guess by the nearest ones. An entry's confidence counts how
// often in a row it was right; how often guesses of such trust are right is counted too, and only those that mostly
// are get asked about (fast.spec.md §6). Thread safety: none.
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
    for (auto& of_calm : right_) {
      for (auto& of_turn : of_calm) {
        for (auto& of_source : of_turn) of_source.fill(kSure / 2);
      }
    }
  }

  struct Guess {
    std::uint64_t pixel = 0;
    unsigned source = 0;  // 0: few neighbours, 1: many, 2: the nearest ones, by what they have in common
    unsigned trust = 0;   // 0 … 15
  };

  /// Looks both tables up. Hashes: of few neighbours, of many. `local`: a guess without a table, and its trust.
  void Find(const std::array<std::uint32_t, kTables>& hashes, std::uint64_t local, unsigned local_trust, bool calm) {
    calm_ = calm ? 1 : 0;
    count_ = 0;
    tried_ = 0;
    seen_ = 0;
    for (unsigned t = kTables; t-- > 0;) {
      found_[t] = &tables_[t][hashes[t] >> (32 - log_entries_)];
      checks_[t] = static_cast<std::uint16_t>(hashes[t] & 0xFFFFU);
      const Entry& entry = *found_[t];
      if (entry.used != 0 && entry.check == checks_[t]) guesses_[count_++] = {entry.pixel, t, entry.confidence};
    }
    guesses_[count_++] = {local, 2, local_trust};
  }

  /// The next guess worth asking about, or null. Those before it were wrong.
  const Guess* Next() {
    for (; seen_ < count_;) {
      const Guess& guess = guesses_[seen_];
      bool is_new = true;
      for (unsigned i = 0; i < seen_; ++i) is_new = is_new && guesses_[i].pixel != guess.pixel;
      std::uint32_t* const right = is_new ? &right_[calm_][tried_][guess.source][guess.trust] : nullptr;
      rights_[seen_++] = right;
      if (right == nullptr || *right < kLeast[calm_]) continue;
      ++tried_;
      return &guess;
    }
    return nullptr;
  }

  /// The pixel that came where Find was called last.
  void Learn(std::uint64_t pixel) {
    for (unsigned i = 0; i < seen_; ++i) {
      if (rights_[i] == nullptr) continue;
      std::uint32_t& count = *rights_[i];
      count = guesses_[i].pixel == pixel ? count + ((kSure - count) >> 5) : count - (count >> 5);
    }
    for (unsigned t = 0; t < kTables; ++t) {
      Entry& entry = *found_[t];
      if (entry.used == 0 || entry.check != checks_[t]) {
        entry = {pixel, checks_[t], 0, 1};
      } else if (entry.pixel == pixel) {
        entry.confidence = static_cast<std::uint8_t>(entry.confidence < 15 ? entry.confidence + 1 : 15);
      } else {
        entry.confidence = 0;
        entry.pixel = pixel;
      }
    }
  }

  static std::uint64_t Memory(unsigned log_entries) {
    return kTables * cm::ZeroedArray<Entry>::BytesFor(std::uint64_t{1} << log_entries);
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
  static constexpr unsigned kGuesses = kTables + 1;
  std::array<std::array<std::array<std::array<std::uint32_t, 16>, kGuesses>, kGuesses>, 2>
      right_{};  // by those tried, source, trust
  std::array<Guess, kGuesses> guesses_{};
  std::array<std::uint32_t*, kGuesses> rights_{};
  static constexpr std::array<std::uint32_t, 2> kLeast = {kSure / 16 * 15, kSure / 2};  // by calm
  unsigned calm_ = 0, count_ = 0, seen_ = 0, tried_ = 0;
  std::array<Entry*, kTables> found_{};
  std::array<std::uint16_t, kTables> checks_{};
};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_FAST_REPEAT_H_
