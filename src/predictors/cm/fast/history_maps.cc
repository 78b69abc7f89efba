#include "predictors/cm/fast/history_maps.h"

#include "predictors/cm/fast/history_states.h"
#include "predictors/cm/logistic.h"

namespace llmzip::cm::fast {
namespace {

constexpr std::uint32_t kHalveAbove = 1000;  // counts of older bits fade
constexpr std::uint32_t kPriorWeight = 2;    // bits a state's prior is worth
constexpr std::uint32_t kMatchPriorWeight = 8;

// The Q8 logit of (ones + weight * prior) / (all + weight); halves the counts when they are large.
std::int16_t Learn(std::uint16_t* zeros, std::uint16_t* ones, std::uint32_t prior, std::uint32_t weight) {
  const std::uint32_t total = std::uint32_t{*zeros} + *ones;
  const std::uint32_t p = (*ones * std::uint32_t{65535} + prior * weight) / (total + weight);
  if (total > kHalveAbove) {
    *zeros = *zeros / 2;
    *ones = *ones / 2;
  }
  return kStretch12[p >> 4];
}

}  // namespace

HistoryMaps::HistoryMaps() {
  const HistoryStates& histories = Histories();
  for (auto& context : states) {
    for (unsigned state = 0; state < histories.count; ++state) {
      context[state].next = {histories.next[0][state], histories.next[1][state]};
    }
  }
  match_opinion.fill({kBias, 0});
  Refresh();
}

void HistoryMaps::Refresh() {
  const HistoryStates& histories = Histories();
  for (auto& context : states) {
    for (unsigned i = 0; i < histories.count; ++i) {
      State& state = context[i];
      state.opinion = Learn(&state.seen[0], &state.seen[1], histories.prior[i], kPriorWeight);
    }
  }
  for (unsigned length = 1; length < kMatchClasses; ++length) {
    const std::uint32_t prior = 65535 - 65535 / (2 * length + 3);
    const std::int16_t logit = Learn(&match_seen[0][length], &match_seen[1][length], prior, kMatchPriorWeight);
    match_opinion[length].opinion = static_cast<std::int16_t>(-logit);
    match_opinion[length + kMatchClasses].opinion = logit;
  }
}

}  // namespace llmzip::cm::fast
