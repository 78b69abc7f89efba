// The bodies of FastModel; included by fast_predictor.cc alone.
#ifndef LLMZIP_PREDICTORS_CM_FAST_FAST_MODEL_IMPL_H_
#define LLMZIP_PREDICTORS_CM_FAST_FAST_MODEL_IMPL_H_

#include <cstddef>
#include <cstring>

#include "predictors/cm/fast/fast_model.h"

namespace llmzip::cm::fast {

constexpr std::size_t kOrder1SecondNibbles = 256 * SlotTable::kSlotSize;
constexpr std::size_t kOrder1Bytes = kOrder1SecondNibbles + 4096 * SlotTable::kSlotSize;
constexpr std::size_t kCorrections = std::size_t{65536} * 16;
constexpr std::uint64_t kFirstRefresh = 32;  // then at twice the bytes each time, until the period is reached
constexpr std::uint64_t kRefreshPeriod = 2048;
constexpr std::int16_t kFirstWeight = 1966;  // 0.12 of 2^14
constexpr int kWeightBits = 14;
constexpr int kErrorShift = 4;
constexpr int kCorrectionReach = 2047;  // the correction's bins divide [-2048, 2047]
constexpr std::uint32_t kHashMultiplier = 0x9E3779B1U;

inline int Clamp(int x, int limit) { return x < -limit ? -limit : x > limit ? limit : x; }

// The same number, but not known to be: what is found through it is found again, not held on to in the meantime.
template <typename T>
[[gnu::always_inline]] inline T Opaque(T number) {
  asm("" : "+r"(number));
  return number;
}

/// Adds one to the 16-bit number at `bytes`.
[[gnu::always_inline]] inline void Increment16(std::uint8_t* bytes) {
  std::uint16_t number;
  std::memcpy(&number, bytes, sizeof(number));
  ++number;
  std::memcpy(bytes, &number, sizeof(number));
}

template <typename Vector>
FastModel<Vector>::FastModel(const FastShape& shape)
    : corrections_(kCorrections),
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
    PrepareSlots<true>(lane, 256);  // as if a byte 0 had almost passed
    EnterByte(lane, lane.place);
  }
}

template <typename Vector>
std::uint32_t FastModel<Vector>::Decide(const Place& place, Decision* decision) {
  std::uint16_t* const bins = place.corrections + std::size_t{place.bits} * kCorrectionBins;
  __builtin_prefetch(bins);
  std::array<const HistoryMaps::State*, kContexts> states;
  for (unsigned i = 0; i < kContexts; ++i) {
    decision->states[i] = place.slots[i][place.node];
    states[i] = &maps_.states[i][decision->states[i]];
  }
  decision->expected = (place.expected >> 7) & 1;
  const auto& match = maps_.match_opinion[place.match_class + kMatchClasses * decision->expected];
  decision->opinions = Vector::Gather({&states[0]->opinion, &states[1]->opinion, &states[2]->opinion,
                                       &states[3]->opinion, &states[4]->opinion, &states[5]->opinion},
                                      &match.bias);
  decision->weights = first_weights_[place.first_set + place.bits].weights.data();
  const int mix = Vector::Dot(decision->opinions, decision->weights, place.second_weights) >> kWeightBits;
  const int logit = Clamp(mix, kLogitLimit);
  decision->probability = kSquash16[static_cast<std::uint32_t>(logit + kLogitLimitQ8)];
  const int reached = Clamp(mix, kCorrectionReach);  // of mix, not of logit: the processor does both at once
  decision->correction = bins + (static_cast<std::uint32_t>(reached + kCorrectionReach + 1) >> 8);
  const std::uint32_t p = decision->probability + *decision->correction;
  return p == 0 ? 1 : p;
}

// With other lanes the slots may have changed since Decide; without, a state is cheaper to read again than to keep.
template <typename Vector>
template <bool kOneLane>
void FastModel<Vector>::Absorb(Place& place, const Decision& decision, std::uint32_t bit) {
  const int corrected = *decision.correction;
  const int target = bit != 0 ? 65535 + (1 << kCorrectionRate) - 1 : 0;
  *decision.correction = static_cast<std::uint16_t>(corrected + ((target - corrected) >> kCorrectionRate));

  const int error = (static_cast<int>(bit << 16) - static_cast<int>(decision.probability)) >> kErrorShift;
  Vector::Train(decision.opinions, error, decision.weights);
  Vector::Train(decision.opinions, error, place.second_weights);

  // Contexts may share a slot: all states are read before any is written.
  const std::array<std::uint8_t*, kContexts> slots = place.slots;
  // One address serves all six: bytes of the table, because a pointer into one state must not reach another.
  auto* const table = reinterpret_cast<std::uint8_t*>(&maps_.states);
  std::uint8_t* const seen = Opaque(table + offsetof(HistoryMaps::State, seen) + bit * sizeof(std::uint16_t));
  std::array<std::uint32_t, kContexts> states;
  std::uint32_t node = Opaque(place.node);
  for (unsigned i = 0; i < kContexts; ++i) {
    states[i] = kOneLane ? slots[i][node] : decision.states[i];
    Increment16(seen + HistoryMaps::Distance(i, states[i]));
  }
  const std::uint8_t* const next = Opaque(table + offsetof(HistoryMaps::State, next) + bit);
  node = Opaque(node);
  for (unsigned i = 0; i < kContexts; ++i) slots[i][node] = next[HistoryMaps::Distance(i, states[i])];

  // Without branches: where there is no match, whether the bit agrees is a toss.
  const std::uint32_t agreed = 1U ^ bit ^ decision.expected;
  ++maps_.match_seen[agreed][place.match_class];
  place.match_class &= 0U - agreed;
  place.first_set &= 0U - agreed;
  place.expected <<= 1;
  place.bits = place.bits * 2 + bit;
  place.node = node * 2 + bit;
}

template <typename Vector>
void FastModel<Vector>::Learn(Lane& lane, std::uint32_t bit) {
  Absorb<false>(lane.place, lane.decision, bit);
  if (lane.place.node < 8) return;
  if (lane.place.node < 16) {
    PrepareSlots<false>(lane, lane.place.bits << 1);
  } else if (lane.place.bits < 256) {
    EnterSecondNibble(lane, lane.place);
  } else {
    EndByte(lane, lane.place);
  }
}

template <typename Vector>
template <bool kByteIsKnown, typename Code>
void FastModel<Vector>::CodeByte(std::uint32_t byte, const Code& code) {
  Lane& lane = lanes_[0];
  Place place = lane.place;
  Decision decision;
  const auto code_bit = [&]() __attribute__((always_inline)) {
    const std::uint32_t one = Decide(place, &decision);
    Absorb<true>(place, decision, code(one));
  };
  const auto code_nibble = [&](unsigned bits_after) __attribute__((always_inline)) {
    if constexpr (kByteIsKnown) PrepareSlots<true>(lane, (byte | 256U) >> bits_after);
    for (int i = 0; i < 2; ++i) code_bit();
    if constexpr (!kByteIsKnown) {  // for either third bit: one bit's time is not enough for memory
      PrepareSlots<false>(lane, place.bits << 2);
      PrepareSlots<false>(lane, place.bits << 2 | 2U);
    }
    code_bit();
    if constexpr (!kByteIsKnown) PrepareSlots<false>(lane, place.bits << 1);
    code_bit();
  };
  code_nibble(4);
  EnterSecondNibble(lane, place);
  code_nibble(0);
  EndByte(lane, place);
  lane.place = place;
}

// bits: those of the byte up to the end of this nibble; the last of them counts only if it is known already.
template <typename Vector>
template <bool kLastIsKnown>
void FastModel<Vector>::PrepareSlots(Lane& lane, std::uint32_t bits) {
  if (bits < 32) {
    const std::uint32_t nibble = ((bits >> 1 & 7U) + 1) * 0x2F0B4C47U;
    for (unsigned i = 0; i < kHashed; ++i) lane.hashes[i] = (lane.contexts[i] + nibble) * kHashMultiplier;
  } else {
    const std::uint32_t seven = bits >> 1 & 127U;
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
    const bool sparse = i == kSparse && bits >= 32;
    __builtin_prefetch(table_.Home(lane.hashes[i], kLastIsKnown && !sparse ? bits & 1U : 0));
    if (!kLastIsKnown) __builtin_prefetch(table_.Home(lane.hashes[i], 1));
  }
}

template <typename Vector>
void FastModel<Vector>::EnterSecondNibble(const Lane& lane, Place& place) {
  place.node = 1;
  const std::uint32_t nibble = place.bits & 15U;
  place.slots[0] = &order1_[kOrder1SecondNibbles + ((lane.last4 & 255U) << 4 | nibble) * SlotTable::kSlotSize];
  for (unsigned i = 0; i < kHashed; ++i) place.slots[i + 1] = table_.Find(lane.hashes[i], nibble & 1U);
}

template <typename Vector>
void FastModel<Vector>::EnterByte(Lane& lane, Place& place) {
  place.bits = 1;
  place.node = 1;
  const std::uint32_t last = lane.last4 & 255U;
  place.slots[0] = &order1_[last * SlotTable::kSlotSize];
  for (unsigned i = 0; i < kHashed; ++i) {
    const std::uint32_t low = i == kSparse ? 0 : last & 1U;
    lane.contexts[i] += low * 0x1B873593U;
    place.slots[i + 1] = table_.Find(lane.hashes[i], low);
  }
  place.second_weights = second_weights_[last].weights.data();
  place.corrections = &corrections_[std::size_t{last} * 256 * kCorrectionBins];
  if (!corrections_ready_[last]) {
    corrections_ready_[last] = true;
    for (std::uint32_t i = 0; i < 256 * kCorrectionBins; ++i) {
      place.corrections[i] = kSquash16[kLogitLimitQ8 - 2048 + 128 + 256 * (i % kCorrectionBins)];
    }
  }
}

template <typename Vector>
void FastModel<Vector>::EndByte(Lane& lane, Place& place) {
  const std::uint32_t byte = place.bits & 255U;
  const std::uint32_t lower = byte | 32U;
  const bool in_word = (lower >= 'a' && lower <= 'z') || byte >= 128;
  lane.word = in_word ? (lane.word + lower) * 0x2F0B4C47U : 0;
  lane.before4 = lane.before4 << 8 | lane.last4 >> 24;
  lane.last4 = lane.last4 << 8 | byte;
  const auto index = static_cast<unsigned>(&lane - lanes_.data());
  matches_.Append(index, lane.last4, lane.before4 & 0xFFFFU, place.match_class != 0, &lane.match);
  place.expected = matches_.Expected(lane.match);
  place.match_class = MatchModel::LengthClass(lane.match.length);
  place.first_set = place.match_class == 0 ? 0 : place.match_class < 16 ? 256 : 512;
  if (++bytes_ == next_refresh_) {
    next_refresh_ += next_refresh_ < kRefreshPeriod ? next_refresh_ : kRefreshPeriod;
    maps_.Refresh();
  }
  EnterByte(lane, place);
}

}  // namespace llmzip::cm::fast

#endif  // LLMZIP_PREDICTORS_CM_FAST_FAST_MODEL_IMPL_H_
