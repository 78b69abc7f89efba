// The bodies of FastModel; included by fast_predictor.cc alone.
#ifndef LLMZIP_PREDICTORS_CM_FAST_FAST_MODEL_IMPL_H_
#define LLMZIP_PREDICTORS_CM_FAST_FAST_MODEL_IMPL_H_

#include <cstring>

#include "predictors/cm/fast/fast_model.h"

namespace llmzip::cm::fast {

constexpr std::size_t kOrder1SecondNibbles = 256 * SlotTable::kSlotSize;
constexpr std::size_t kOrder1Bytes = kOrder1SecondNibbles + 4096 * SlotTable::kSlotSize;
constexpr std::size_t kCorrections = std::size_t{65536} * 16;
constexpr std::uint64_t kFirstRefresh = 32;  // then at twice the bytes each time, until the period is reached
constexpr std::uint64_t kRefreshPeriod = 2048;
constexpr std::int16_t kFirstWeight = 1966;  // 0.12 of 2^14
constexpr int kBias = 256;                   // the seventh opinion, always the same
constexpr int kWeightBits = 14;
constexpr int kErrorShift = 4;
constexpr int kCorrectionReach = 2047;  // the correction's bins divide [-2048, 2047]
constexpr std::uint32_t kHashMultiplier = 0x9E3779B1U;

template <typename Vector>
FastModel<Vector>::FastModel(const FastShape& shape)
    : histories_(Histories()),
      corrections_(kCorrections),
      order1_(kOrder1Bytes),
      table_(shape.log_slots),
      matches_(shape.lanes, shape.log_ring, shape.log_buckets),
      next_refresh_(kFirstRefresh),
      lanes_(shape.lanes) {
  WeightSet first;
  first.weights.fill(kFirstWeight);
  first_weights_.fill(first);
  second_weights_.fill(first);
  for (Lane& lane : lanes_) {
    lane.bits = 128;  // as if a byte 0 had almost passed
    PrepareSlots(lane);
    EnterByte(lane);
  }
}

template <typename Vector>
std::uint32_t FastModel<Vector>::Decide(const Lane& lane, Decision* decision) {
  std::uint16_t* const bins = lane.corrections + std::size_t{lane.bits} * kCorrectionBins;
  __builtin_prefetch(bins);
  auto& s = decision->states;
  for (unsigned i = 0; i < kContexts; ++i) s[i] = lane.slots[i][lane.node];
  decision->expected = (lane.expected >> 7) & 1;
  const int match = maps_.match_opinion[lane.match_class + kMatchClasses * decision->expected];
  const auto& opinion = maps_.opinion;
  decision->opinions = Vector::Of(opinion[0][s[0]], opinion[1][s[1]], opinion[2][s[2]], opinion[3][s[3]],
                                  opinion[4][s[4]], opinion[5][s[5]], kBias, match);
  decision->weights = first_weights_[lane.first_set + lane.bits].weights.data();
  int logit = Vector::Dot(decision->opinions, decision->weights, lane.second_weights) >> kWeightBits;
  logit = logit < -kLogitLimit ? -kLogitLimit : logit > kLogitLimit ? kLogitLimit : logit;
  decision->probability = kSquash16[static_cast<std::uint32_t>(logit + kLogitLimitQ8)];
  logit = logit < -kCorrectionReach ? -kCorrectionReach : logit > kCorrectionReach ? kCorrectionReach : logit;
  decision->correction = bins + (static_cast<std::uint32_t>(logit + kCorrectionReach + 1) >> 8);
  const std::uint32_t p = decision->probability + *decision->correction;
  return p == 0 ? 1 : p;
}

template <typename Vector>
void FastModel<Vector>::Learn(Lane& lane, const Decision& decision, std::uint32_t bit) {
  const int corrected = *decision.correction;
  const int target = bit != 0 ? 65535 + (1 << kCorrectionRate) - 1 : 0;
  *decision.correction = static_cast<std::uint16_t>(corrected + ((target - corrected) >> kCorrectionRate));

  const int error = (static_cast<int>(bit << 16) - static_cast<int>(decision.probability)) >> kErrorShift;
  Vector::Train(decision.opinions, error, decision.weights);
  Vector::Train(decision.opinions, error, lane.second_weights);

  auto& seen = maps_.seen[bit];
  const auto& next = histories_.next[bit];
  std::array<std::uint8_t, kContexts> states = decision.states;
  for (unsigned i = 0; i < kContexts; ++i) ++seen[i][states[i]];
  for (unsigned i = 0; i < kContexts; ++i) states[i] = next[states[i]];
  const std::uint32_t node = lane.node;  // read once: the stores are of bytes, which may alias anything
  const std::array<std::uint8_t*, kContexts> slots = lane.slots;
  for (unsigned i = 0; i < kContexts; ++i) slots[i][node] = states[i];

  // Without branches: where there is no match, whether the bit agrees is a toss.
  const std::uint32_t agreed = 1U ^ bit ^ decision.expected;
  ++maps_.match_seen[agreed][lane.match_class];
  lane.match_class &= 0U - agreed;
  lane.first_set &= 0U - agreed;
  lane.expected <<= 1;
  lane.bits = lane.bits * 2 + bit;
  lane.node = node * 2 + bit;
  if (node < 4) return;
  if (node < 8) {
    PrepareSlots(lane);
  } else if (lane.bits < 256) {
    EnterSecondNibble(lane);
  } else {
    EndByte(lane);
  }
}

// One bit of the nibble is still to come.
template <typename Vector>
void FastModel<Vector>::PrepareSlots(Lane& lane) {
  if (lane.bits < 16) {
    const std::uint32_t nibble = ((lane.bits & 7U) + 1) * 0x2F0B4C47U;
    for (unsigned i = 0; i < kHashed; ++i) lane.hashes[i] = (lane.contexts[i] + nibble) * kHashMultiplier;
  } else {
    const std::uint32_t seven = lane.bits & 127U;
    const std::uint32_t last4 = lane.last4 << 8 | seven << 1;
    const std::uint32_t fifth_and_sixth = (lane.before4 << 8 | lane.last4 >> 24) & 0xFFFFU;
    lane.contexts = {((last4 & 0xFFFFU) + 1) * 0x9E3779B1U, last4 * 0xC2B2AE35U + 0x44444444U,
                     last4 * 0x27D4EB2FU + fifth_and_sixth * 0x165667B1U + 0x66666666U,
                     (lane.word + seven) * 0x9E3779B1U + 0x77777777U, (last4 & 0xFFFF00U) * 0x2545F491U + 0x88888888U};
    for (unsigned i = 0; i < kHashed; ++i) {
      lane.contexts[i] ^= lane.contexts[i] >> 15;
      lane.hashes[i] = lane.contexts[i] * kHashMultiplier;
    }
  }
  for (unsigned i = 0; i < kHashed; ++i) {
    const std::uint8_t* const home = table_.Home(lane.hashes[i]);
    __builtin_prefetch(home);
    __builtin_prefetch(reinterpret_cast<const std::uint8_t*>(reinterpret_cast<std::uintptr_t>(home) ^ 64U));
  }
}

template <typename Vector>
void FastModel<Vector>::EnterSecondNibble(Lane& lane) {
  lane.node = 1;
  const std::uint32_t nibble = lane.bits & 15U;
  lane.slots[0] = &order1_[kOrder1SecondNibbles + ((lane.last4 & 255U) << 4 | nibble) * SlotTable::kSlotSize];
  for (unsigned i = 0; i < kHashed; ++i) lane.slots[i + 1] = table_.Find(lane.hashes[i], nibble & 1U);
}

template <typename Vector>
void FastModel<Vector>::EnterByte(Lane& lane) {
  lane.bits = 1;
  lane.node = 1;
  const std::uint32_t last = lane.last4 & 255U;
  lane.slots[0] = &order1_[last * SlotTable::kSlotSize];
  for (unsigned i = 0; i < kHashed; ++i) {
    const std::uint32_t low = i == kSparse ? 0 : last & 1U;
    lane.contexts[i] += low * 0x1B873593U;
    lane.slots[i + 1] = table_.Find(lane.hashes[i], low);
  }
  lane.second_weights = second_weights_[last].weights.data();
  lane.corrections = &corrections_[std::size_t{last} * 256 * kCorrectionBins];
  if (!corrections_ready_[last]) {
    corrections_ready_[last] = true;
    for (std::uint32_t i = 0; i < 256 * kCorrectionBins; ++i) {
      lane.corrections[i] = kSquash16[kLogitLimitQ8 - 2048 + 128 + 256 * (i % kCorrectionBins)];
    }
  }
}

template <typename Vector>
void FastModel<Vector>::EndByte(Lane& lane) {
  const std::uint32_t byte = lane.bits & 255U;
  const std::uint32_t lower = byte | 32U;
  const bool in_word = (lower >= 'a' && lower <= 'z') || byte >= 128;
  lane.word = in_word ? (lane.word + lower) * 0x2F0B4C47U : 0;
  lane.before4 = lane.before4 << 8 | lane.last4 >> 24;
  lane.last4 = lane.last4 << 8 | byte;
  const auto index = static_cast<unsigned>(&lane - lanes_.data());
  matches_.Append(index, lane.last4, lane.before4 & 0xFFFFU, lane.match_class != 0, &lane.match);
  lane.expected = matches_.Expected(lane.match);
  lane.match_class = MatchModel::LengthClass(lane.match.length);
  lane.first_set = lane.match_class == 0 ? 0 : lane.match_class < 16 ? 256 : 512;
  if (++bytes_ == next_refresh_) {
    next_refresh_ += next_refresh_ < kRefreshPeriod ? next_refresh_ : kRefreshPeriod;
    maps_.Refresh();
  }
  EnterByte(lane);
}

}  // namespace llmzip::cm::fast

#endif  // LLMZIP_PREDICTORS_CM_FAST_FAST_MODEL_IMPL_H_
