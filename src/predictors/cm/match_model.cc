#include "predictors/cm/match_model.h"

namespace llmzip::cm {

void MatchModel::NextByte(Follower& follower, std::uint32_t hash, std::uint32_t written, const ByteStore& store) {
  __builtin_prefetch(&table_[hash >> shift_]);
  std::uint32_t& remembered = table_[follower.pending];
  follower.pending = hash >> shift_;
  Follow(follower, remembered, written + store.lanes(), store);
  remembered = written;
}

void MatchModel::PassByte(Follower& follower, std::uint32_t hash, std::uint32_t written, const ByteStore& store) {
  const std::uint32_t remembered = table_[follower.pending];
  follower.pending = hash >> shift_;
  Follow(follower, remembered, written + store.lanes(), store);
}

inline void MatchModel::Follow(Follower& follower, std::uint32_t remembered, std::uint32_t next,
                               const ByteStore& store) const {
  if (follower.position != 0) {
    follower.position += store.lanes();
    if (follower.agreed < kLongest) ++follower.agreed;
    if ((follower.misses & 1U) != 0) follower.agreed = 0;
    follower.misses = (follower.misses << 1) & 0xFFU;
    if (!store.Holds(follower.position)) follower.position = 0;
  }
  // A new candidate is worth a look unless the current one is doing well.
  if (follower.position == 0 || follower.agreed < minimum_) {
    const std::uint32_t candidate = remembered != 0 ? remembered + store.lanes() : 0;
    if (candidate != 0 && candidate != follower.position && store.Holds(candidate)) {
      const std::uint32_t agreed = store.CommonBefore(candidate, next, 48);
      if (agreed >= minimum_ && agreed > follower.agreed) {
        follower.position = candidate;
        follower.agreed = agreed;
        follower.misses = 0;
      }
    }
  }
  follower.expected = follower.position != 0 ? store[follower.position] + 256U : 0;
}

}  // namespace llmzip::cm
