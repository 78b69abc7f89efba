// How MixingModel goes on without learning: what it drew itself moves its contexts and nothing else. Tables, maps,
// mixers and match models stay as they are; only lines that a new context finds taken may be given to it. Included once
// by each file that instantiates the model.
#ifndef LLMZIP_PREDICTORS_CM_MIXING_MODEL_PASSING_H_
#define LLMZIP_PREDICTORS_CM_MIXING_MODEL_PASSING_H_

#include <bit>
#include <cstdint>

#include "predictors/cm/mixing_model_impl.h"

namespace llmzip::cm {

template <typename Strength>
void MixingModel<Strength>::PassBit(Lane& lane, unsigned bit) {
  const std::uint32_t partial = lane.partial * 2 + bit;
  if (lane.bit == 2) {
    PrepareHalf(lane, partial);
  } else if (Strength::kEarly && lane.bit == 6) {
    PrepareByte(lane, partial * 2 & 0xFFU);
  }
  const std::uint32_t agrees = bit != 0 ? lane.run_ones : ~lane.run_ones;
  for (std::uint32_t active = lane.run_active & ~agrees; active != 0; active &= active - 1) {
    lane.inputs[2 * kContexts + static_cast<unsigned>(std::countr_zero(active))] = 0;
  }
  lane.run_active &= agrees;
  for (MatchModel::Follower& follower : lane.followers) MatchModel::Pass(follower, bit);
  lane.partial = partial;
  lane.node = lane.node * 2 + bit;
  ++lane.bit;
  if (lane.bit == 4) {
    lane.node = 1;
    for (unsigned i = 0; i < kContexts; ++i) {
      lane.states[i] = table_.Find(HistoryTable::Neighbour(lane.half_hashes[i], bit)).states;
    }
  } else if (lane.bit == 8) {
    PassByte(lane);
    StartByte(lane, bit);
  }
}

template <typename Strength>
void MixingModel<Strength>::PassByte(Lane& lane) {
  const auto byte = static_cast<std::uint8_t>(lane.partial);
  lane.history.Append(byte);
  store_.Write(lane.next_position, byte);
  for (unsigned m = 0; m < kMatches; ++m) {
    matches_[m].PassByte(lane.followers[m], MatchHash(lane, m), lane.next_position, store_);
  }
  lane.next_position += store_.lanes();
}

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_MIXING_MODEL_PASSING_H_
