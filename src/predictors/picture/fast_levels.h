// How picture:fast puts numbers into classes: levels of size, and signed steps. fast.spec.md §4.3.
// Thread safety: constants.
#ifndef LLMZIP_PREDICTORS_PICTURE_FAST_LEVELS_H_
#define LLMZIP_PREDICTORS_PICTURE_FAST_LEVELS_H_

#include <algorithm>
#include <array>
#include <cstdint>

namespace llmzip::picture {

// Levels of what was missed nearby, in sixteenths of a sample's step.
inline constexpr std::array<int, 23> kLevels = {1,   3,   6,   10,  14,  20,  27,  36,   48,   64,   84,  110,
                                                140, 180, 240, 320, 430, 580, 800, 1100, 1600, 2400, 4000};

struct LevelTable {
  std::array<std::uint8_t, 4001> of{};
  constexpr LevelTable() {
    unsigned level = 0;
    for (unsigned v = 0; v < of.size(); ++v) {
      while (level < kLevels.size() && static_cast<int>(v) >= kLevels[level]) ++level;
      of[v] = static_cast<std::uint8_t>(level);
    }
  }
};
inline constexpr LevelTable kLevelTable;
inline unsigned LevelOf(int v) { return kLevelTable.of[static_cast<unsigned>(std::clamp(v, 0, 4000))]; }

// 0 … 14, 7 in the middle.
constexpr unsigned Signed(int v, const std::array<int, 7>& steps) {
  const int size = v < 0 ? -v : v;
  unsigned i = 0;
  while (i < steps.size() && size >= steps[i]) ++i;
  return v < 0 ? 7 - i : 7 + i;
}
inline constexpr std::array<int, 7> kMissedSteps = {1, 2, 3, 5, 9, 17, 40};
inline constexpr std::array<int, 7> kApartSteps = {3, 8, 16, 28, 48, 96, 200};
struct SignedTable {
  std::array<std::uint8_t, 2048> of{};
  constexpr explicit SignedTable(const std::array<int, 7>& steps) {
    for (unsigned i = 0; i < of.size(); ++i)
      of[i] = static_cast<std::uint8_t>(Signed(static_cast<int>(i) - 1024, steps));
  }
  [[nodiscard]] unsigned Of(int v) const { return of[static_cast<unsigned>(std::clamp(v, -1024, 1023) + 1024)]; }
};
inline constexpr SignedTable kMissedTable{kMissedSteps};
inline constexpr SignedTable kApartTable{kApartSteps};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_FAST_LEVELS_H_
