// What FastTone finds out about a sample before it codes it, and where its slots lie. Included by FastTone's sources
// alone. Thread safety: values.
#ifndef LLMZIP_PREDICTORS_PICTURE_FAST_TONE_PARTS_H_
#define LLMZIP_PREDICTORS_PICTURE_FAST_TONE_PARTS_H_

#include <array>
#include <cstdint>

#include "predictors/picture/fast_tone.h"

namespace llmzip::picture {

// Rows of contexts of each set.
inline constexpr std::array<unsigned, 14> kFirstRow = [] {
  constexpr std::array<unsigned, 13> kRows = {384, 3600, 225, 1440, 1920, 900, 900, 1024, 512, 2048, 1920, 900, 512};
  std::array<unsigned, 14> first{};
  for (unsigned i = 0; i < kRows.size(); ++i) first[i + 1] = first[i] + kRows[i];
  return first;
}();

struct FastTone::Neighbours {
  int w, n, nw, ne, ww, nn, nne, nee, nww, nnw;
  // Of the planes before: what the sample would be if it differed from them as its neighbours do; else 0.
  int from_w, from_n, from_nw, from_first_w, from_first_n;
};

struct FastTone::Prediction {
  unsigned fraction_bits, most;
  unsigned plane = 0;  // 0, 1, 2: planes before
  unsigned shift = 0;  // of distances, for samples of 16 bits
  std::array<int, kMostRules> rules{};
  unsigned count = 0;
  unsigned best = 0;
  int least = 0;      // missed by the best rule
  int blend = 0;      // before correction
  int corrected = 0;  // after
  int middle = 0;     // rounded
  int around = 0;     // missed nearby
  Bias* bias = nullptr;
  unsigned golomb = 0;
  unsigned energy = 0, place = 0;  // place: parities of x and y
  int before = 0, first = 0;       // samples of the planes before
  std::array<std::uint32_t*, kOpinions> rows{};
  std::uint32_t line = 0, far_line = 0;  // in the shared slots
  bool sparse = false;                   // ranks are coded, of `rank` on
  int rank = 0;
};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_FAST_TONE_PARTS_H_
