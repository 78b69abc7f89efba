#include "predictors/cm/fast/match_model.h"

namespace llmzip::cm::fast {

void MatchModel::Begin(std::uint32_t ring, std::uint8_t byte, Match* match) {
  // The candidate is the place of the byte before the one that just came: that one must agree too.
  const std::uint32_t last = Next(match->candidate);
  if (history_[last] != byte) return;
  match->place = Next(last);
  const std::uint32_t there = match->place & ~ring_mask_;
  std::uint32_t length = 0;
  while (length < kVerified && history_[there | ((match->place - 1 - length) & ring_mask_)] ==
                                   history_[ring | ((match->position - 1 - length) & ring_mask_)]) {
    ++length;
  }
  match->length = length;
}

}  // namespace llmzip::cm::fast
