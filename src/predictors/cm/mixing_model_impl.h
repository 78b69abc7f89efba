// What MixingModel computes for every bit and byte. Included once, by mixing_predictor.cc.
//
// The steps of tables and maps that learning a bit takes are inlined by attribute: with six instances in one file the
// compiler stops on its own, which costs `cm` 3 %.
#ifndef LLMZIP_PREDICTORS_CM_MIXING_MODEL_IMPL_H_
#define LLMZIP_PREDICTORS_CM_MIXING_MODEL_IMPL_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "content/kind.h"
#include "predictors/cm/bit_history.h"
#include "predictors/cm/context_sets.h"
#include "predictors/cm/hashing.h"
#include "predictors/cm/logistic.h"
#include "predictors/cm/mixing_model.h"

namespace llmzip::cm {

template <typename Strength>
MixingModel<Strength>::MixingModel(const PredictorShape& shape, std::unique_ptr<Predictor> external)
    : next_{BitHistories().next},
      table_(LineBits(shape.raw_size)),
      store_(StoreBits(shape.raw_size), shape.lanes),
      order1_(std::size_t{1} << 16, 1023),
      weights_(kSelectorRows, kUsedInputs, Strength::kInitialWeight, shape.context.kernel),
      final_mixing_(MakeFinalMixing()),
      control_(Strength::kInitialWeight, shape.context.kernel),
      final0_(Strength::kThreeFinalMaps ? 1024 : 1, kFinalRate),
      final1_(Strength::kThreeFinalMaps ? std::size_t{1} << 16 : 1, kFinalRate),
      final2_(kFinalHash, kFinalRate),
      lanes_(shape.lanes),
      external_(std::move(external)),
      work_(shape.context.work) {
  if constexpr (kExternal) weights_.SetInitial(kFirstExternal, External::kInitialWeight);
  history_map_.resize(std::size_t{kContexts} * 256);
  for (std::size_t i = 0; i < history_map_.size(); ++i) history_map_[i] = BitHistories().prior[i % 256] << 10;
  run_map_.assign(std::size_t{kContexts} * 128, 3U << 30);
  for (unsigned state = 1; state < 256; ++state) {
    sure_[state] = BitHistories().zeros[state] == 0 ? 1 : BitHistories().ones[state] == 0 ? 2 : 0;
  }
  constexpr std::array<unsigned, 15> kRunSteps = {1, 2, 3, 4, 5, 7, 9, 12, 16, 24, 32, 48, 64, 128, 255};
  for (unsigned n = 0; n < 256; ++n) {
    run_class_[n] = static_cast<std::uint8_t>(std::ranges::upper_bound(kRunSteps, n) - kRunSteps.begin());
  }
  for (unsigned minimum : Strength::kMatchMinimum) matches_.emplace_back(minimum, MatchBits(shape.raw_size));
  for (unsigned l = 0; l < shape.lanes; ++l) {
    lanes_[l].next_position = l;
    if constexpr (Strength::kEarly) PrepareByte(lanes_[l], 0);
    StartByte(lanes_[l], 0);
  }
}

template <typename Strength>
std::uint32_t MixingModel<Strength>::PredictBit(Lane& lane) {
  std::int16_t* const inputs = lane.inputs.data();
  const std::uint32_t node = lane.node;
  const std::uint32_t partial = lane.partial;
  const unsigned bit = lane.bit;
  const std::uint32_t c1 = lane.history.last(1);
  const std::uint32_t final2_context = FinalContext(lane, partial);
  if constexpr (Strength::kThreeFinalMaps) final1_.Prefetch(c1 << 8 | partial);
  final2_.Prefetch(FinalContext(lane, partial * 2));  // the next bit's, whatever this one is
  final2_.Prefetch(FinalContext(lane, partial * 2 + 1));

  const std::uint32_t* const history_map = history_map_.data();
  unsigned hits = 0;
  for (unsigned i = 0; i < kContexts; ++i) {
    const std::uint32_t state = lane.states[i][node];
    const std::uint32_t entry = i * 256 + state;
    lane.history_entry[i] = entry;
    const std::uint32_t p = history_map[entry] >> 20;
    const int seen = state != 0 ? -1 : 0;
    const int logit = kStretch12[p] & seen;
    hits += state != 0 ? 1 : 0;
    inputs[i] = static_cast<std::int16_t>(logit);
    inputs[kContexts + i] = static_cast<std::int16_t>(((static_cast<int>(p) - 2048) >> 1) & seen);
    if constexpr (Strength::kDeterminism)
      inputs[3 * kContexts + i] = static_cast<std::int16_t>(sure_[state] != 0 ? logit : 0);
  }
  std::uint32_t expected_ones = 0;
  for (std::uint32_t active = lane.run_active; active != 0; active &= active - 1) {
    const auto i = static_cast<unsigned>(std::countr_zero(active));
    const std::uint32_t entry = lane.run_base[i] + bit;
    lane.run_entry[i] = entry;
    const int half = kStretch12[run_map_[entry] >> 20] >> 1;
    const std::uint32_t expected_bit = (lane.expected[i] >> (7 - bit)) & 1U;
    expected_ones |= expected_bit << i;
    const int sign = static_cast<int>(expected_bit) - 1;  // 0 or -1
    inputs[2 * kContexts + i] = static_cast<std::int16_t>((half ^ sign) - sign);
  }
  lane.run_ones = expected_ones;
  unsigned k = kPerContext * kContexts;
  lane.order1_context = c1 << 8 | partial;
  const std::uint32_t p1 = order1_.Probability(lane.order1_context) >> 10;
  inputs[k++] = kStretch12[p1];
  inputs[k++] = static_cast<std::int16_t>((static_cast<int>(p1) - 2048) >> 1);
  for (unsigned m = 0; m < kMatches; ++m, k += 2) matches_[m].Predict(lane.followers[m], partial, bit, inputs + k);
  inputs[k] = 256;

  const MatchModel::Follower& longest = lane.followers[kMatches - 1];
  const std::uint32_t agreed = longest.context == 0 ? 0 : longest.agreed + 1;
  const std::uint32_t match_class = agreed == 0 ? 0 : agreed < 16 ? 1 : agreed < 32 ? 2 : 3;
  auto& row = lane.choice.row;
  row[0] = hits << 8 | partial;
  row[1] = match_class * 256 + c1;
  external_.PredictBit(lane.external, partial, bit, inputs + kFirstExternal, row.data() + kOwnSets,
                       lane.final.inputs.data() + kSets);
  if constexpr (kOwnSets > 2) {
    const LaneHistory& h = lane.history;
    row[2] = h.last(1);
    row[3] = MatchModel::Confidence(longest) * 256 + (agreed != 0 ? longest.expected - 256 : 0);
    row[4] = h.is_text() ? (h.shape & 0xFFU) << 3 | bit : (h.x86.place() & 0x7FU) << 3 | bit | 1024U;
    row[4] &= 2047U;
    row[5] = ((h.last8 >> 8) & 0xFFU) << 3 | bit;
  }
  const int logit = MixBit(lane, {partial, c1, external_.Trust(lane.external)}) >> 4;
  const std::uint32_t q2 = final2_.Refine(final2_context, logit, lane.final_cells[2]);
  std::uint32_t refined = q2 * 6;
  if constexpr (Strength::kThreeFinalMaps) {
    const std::uint32_t q0 = final0_.Refine(match_class << 8 | partial, logit, lane.final_cells[0]);
    const std::uint32_t q1 = final1_.Refine(c1 << 8 | partial, logit, lane.final_cells[1]);
    refined = q0 + q1 * 2 + q2 * 3;
  }
  const std::uint32_t one = external_.Refine(lane.external, logit, (lane.final.mixed * 2 + (refined << 6)) >> 3);
  lane.one = std::clamp<std::uint32_t>(one, 1, (1U << kProbabilityBits) - 1);
  return lane.one;
}

template <typename Strength>
std::int32_t MixingModel<Strength>::MixBit(Lane& lane, const FinalSituation& situation) {
  if constexpr (External::kControl) {
    auto& control = lane.control;
    std::copy_n(lane.inputs.begin(), kFirstExternal, control.inputs.begin());
    std::copy_n(lane.choice.row.begin(), kOwnSets, control.choice.row.begin());
    control_.weights.Mix(control.inputs.data(), control.choice);
    std::ranges::copy(control.choice.logit, control.final.inputs.begin());
    lane.final.logits[0] = control_.final.Mix(control.final, situation);
    if (lane.external.abstains) {
      lane.final.mixed = control.final.mixed;
      return lane.final.logits[0];
    }
  }
  weights_.Mix(lane.inputs.data(), lane.choice);
  std::ranges::copy(lane.choice.logit, lane.final.inputs.begin());
  return final_mixing_.Mix(lane.final, situation);
}

template <typename Strength>
void MixingModel<Strength>::LearnMixing(Lane& lane, unsigned bit) {
  const std::int32_t target = bit != 0 ? (1 << 22) - 1 : 0;
  const auto small = [&](std::uint32_t mixed) {
    const std::int32_t miss = target - static_cast<std::int32_t>(mixed);
    return miss <= Strength::kSmallMiss && miss >= -Strength::kSmallMiss;
  };
  if constexpr (External::kControl) {
    auto& control = lane.control;
    control_.final.Learn(control.final, target, Strength::kFinalLearningShift);
    if (!small(control.final.mixed)) control_.weights.Learn(control.inputs.data(), control.choice, bit, rate_);
    if (lane.external.abstains) return;
  }
  const bool was_small = small(lane.final.mixed);
  final_mixing_.Learn(lane.final, target, Strength::kFinalLearningShift + External::kFinalSlowness);
  if (!was_small) weights_.Learn(lane.inputs.data(), lane.choice, bit, rate_);
}

template <typename Strength>
void MixingModel<Strength>::LearnBit(Lane& lane, unsigned bit) {
  const std::uint32_t partial = lane.partial * 2 + bit;
  if (lane.bit == 2) {
    PrepareHalf(lane, partial);
  } else if (Strength::kEarly && lane.bit == 6) {
    PrepareByte(lane, partial * 2 & 0xFFU);
  }
  LearnMixing(lane, bit);
  external_.LearnBit(lane.external, lane.one, bit);
  const std::uint8_t* const next = next_[bit].data();
  const std::uint32_t node = lane.node;
  for (unsigned i = 0; i < kContexts; ++i) {
    std::uint8_t& state = lane.states[i][node];
    state = next[state];
  }
  std::uint32_t* const history_map = history_map_.data();
  const std::uint32_t* const history_entry = lane.history_entry.data();
  for (unsigned i = 0; i < kContexts; ++i) cm::LearnBit(history_map[history_entry[i]], bit, kHistoryLimit);
  std::uint32_t* const run_map = run_map_.data();
  const std::uint32_t agrees = bit != 0 ? lane.run_ones : ~lane.run_ones;
  for (std::uint32_t active = lane.run_active; active != 0; active &= active - 1) {
    const auto i = static_cast<unsigned>(std::countr_zero(active));
    const std::uint32_t right = (agrees >> i) & 1U;
    cm::LearnBit(run_map[lane.run_entry[i]], right, kRunLimit);
    lane.inputs[2 * kContexts + i] &= static_cast<std::int16_t>(-static_cast<int>(right));
  }
  lane.run_active &= agrees;
  order1_.Learn(lane.order1_context, bit);
  for (unsigned m = 0; m < kMatches; ++m) matches_[m].Learn(lane.followers[m], bit);
  if constexpr (Strength::kThreeFinalMaps) {
    final0_.Learn(lane.final_cells[0], bit);
    final1_.Learn(lane.final_cells[1], bit);
  }
  final2_.Learn(lane.final_cells[2], bit);

  lane.partial = partial;
  lane.node = lane.node * 2 + bit;
  ++lane.bit;
  if (lane.bit == 4) {
    lane.node = 1;
    for (unsigned i = 0; i < kContexts; ++i)
      lane.states[i] = table_.Find(HistoryTable::Neighbour(lane.half_hashes[i], bit)).states;
  } else if (lane.bit == 8) {
    EndByte(lane);
    StartByte(lane, bit);
  }
}

template <typename Strength>
Status MixingModel<Strength>::BeginSegment(unsigned lane, const SegmentView& segment) {
  LLMZIP_ASSIGN_OR_RETURN(auto records, RecordsOf(segment));
  if (records) records = records->Advanced(segment.offset);
  lanes_[lane].history.Tell(records);
  return Status::Ok();
}

template <typename Strength>
void MixingModel<Strength>::EndByte(Lane& lane) {
  const auto byte = static_cast<std::uint8_t>(lane.partial);
  for (unsigned i = 0; i < kContexts; ++i) CountRun(lane.runs[i], byte);
  AppendByte<true>(lane, byte);
  rate_ -= rate_ > kLastRate ? ((rate_ - kLastRate) >> kRateDecay) + 1 : 0;
}

template <typename Strength>
template <bool follows>
void MixingModel<Strength>::AppendByte(Lane& lane, std::uint8_t byte) {
  lane.history.Append(byte);
  store_.Write(lane.next_position, byte);
  for (unsigned m = 0; m < kMatches; ++m) {
    const std::uint32_t hash = MatchHash(lane, m);
    if constexpr (follows)
      matches_[m].NextByte(lane.followers[m], hash, lane.next_position, store_);
    else
      matches_[m].Remember(lane.followers[m], hash, lane.next_position);
  }
  lane.next_position += store_.lanes();
}

// While the fourth bit is coded, the lines it may lead to come from memory.
template <typename Strength>
void MixingModel<Strength>::PrepareHalf(Lane& lane, std::uint32_t partial) {
  for (unsigned i = 0; i < kContexts; ++i) {
    lane.half_hashes[i] = HashNibble(lane.hashes[i], partial);
    table_.PrefetchNeighbours(lane.half_hashes[i]);
  }
}

// And so while the last bit of a byte is coded.
template <typename Strength>
void MixingModel<Strength>::PrepareByte(Lane& lane, std::uint32_t seven) {
  if constexpr (Strength::kEarly) {
    const ContextView view{lane.history, store_, lane.next_position, 0, 0};
    Strength::Contexts::HashBeforeLastBit(view, seven, lane.hashes.data());
    for (unsigned i = 0; i < kContexts; ++i) table_.PrefetchNeighbours(lane.hashes[i]);
  }
}

// Or, of those hashed before, what the last bit changes.
template <typename Strength>
void MixingModel<Strength>::HashContexts(Lane& lane, unsigned last_bit) {
  if constexpr (Strength::kEarly) {
    for (unsigned i = 0; i < kContexts; ++i) lane.hashes[i] = HistoryTable::Neighbour(lane.hashes[i], last_bit);
    if (Strength::Contexts::HashAfterByte(lane.history, lane.hashes.data()))
      table_.Prefetch(lane.hashes[kContexts - 1]);
  } else {
    const MatchModel::Follower& match = lane.followers[0];
    const ContextView view{lane.history, store_, lane.next_position, match.expected,
                           match.expected != 0 ? MatchModel::Confidence(match) : 0};
    Strength::Contexts::Hash(view, lane.hashes.data());
    for (unsigned i = 0; i < kContexts; ++i) table_.Prefetch(lane.hashes[i]);
  }
}

template <typename Strength>
void MixingModel<Strength>::StartByte(Lane& lane, unsigned last_bit) {
  HashContexts(lane, last_bit);
  FindSlots(lane);
}

template <typename Strength>
void MixingModel<Strength>::FindSlots(Lane& lane) {
  lane.run_active = 0;
  for (unsigned i = 0; i < kContexts; ++i) {
    const HistoryTable::Slot slot = table_.Find(lane.hashes[i]);
    lane.states[i] = slot.states;
    lane.runs[i] = slot.run;
    lane.expected[i] = slot.run[0];
    lane.run_base[i] = i * 128 + run_class_[slot.run[1]] * 8U;
    lane.run_active |= (i >= Strength::kFirstRunContext && slot.run[1] != 0 ? 1U : 0U) << i;
    lane.inputs[2 * kContexts + i] = 0;
  }
  lane.partial = lane.node = 1;
  lane.bit = 0;
  lane.final_hash = HashContext(77, lane.history.last(3)) >> 8;
  final2_.Prefetch(FinalContext(lane, 1));
}

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_MIXING_MODEL_IMPL_H_
