// The binary decisions of FastTone: how the distance of a sample from its prediction is coded. fast.spec.md §4.5.
#include <algorithm>
#include <cstdlib>

#include "predictors/picture/fast_tone.h"
#include "predictors/picture/fast_tone_parts.h"

namespace llmzip::picture {

std::size_t FastTone::ValueSlot(int value, const Prediction& p) const {
  const auto v = static_cast<std::uint32_t>(value);
  if (p.plane == 0) return v & 0xFFFFU;
  if (p.plane == 1) return (v - static_cast<std::uint32_t>(p.before)) & 0xFFFFU;
  const auto first = static_cast<std::uint32_t>(p.first);
  return ((static_cast<std::uint32_t>(p.before) - first) & 511U) << 9 | ((v - first) & 511U);
}

unsigned FastTone::ValueClass(int value, const Prediction& p) const {
  if (value < 0 || value > static_cast<int>(p.most)) return 0;
  const unsigned seen = values_[ValueSlot(value, p)];
  if (seen < 2) return seen;
  return seen < 4 ? 2 : seen < 8 ? 3 : seen < 16 ? 4 : seen < 64 ? 5 : seen < 128 ? 6 : 7;
}

bool FastTone::Bit(unsigned node, bool known, int value, int step, Prediction& p, FastDecision& decision) {
  unsigned here = 0;
  unsigned next = 0;
  unsigned after = 0;
  if (step != 0 && !p.sparse) {
    here = ValueClass(value, p);
    next = ValueClass(value + step, p);
    after = ValueClass(node == 0 ? value - step : value + 2 * step, p);
  }
  FastDecision::Slots slots;
  for (unsigned i = 0; i + 1 < kOwnContexts; ++i) slots[i] = p.rows[i] + node;
  slots[12] = &own_[std::size_t{kFirstRow[12] + (here * 8 + next) * 8 + after} * kNodes + node];
  const std::size_t mask = shared_.size() - 1;
  slots[13] = &shared_[(std::size_t{p.line + (node >> 4)} * 16 + (node & 15U)) & mask];
  slots[14] = &shared_[(std::size_t{p.far_line + (node >> 4)} * 16 + (node & 15U)) & mask];
  const unsigned richest = std::max(next, after);
  const unsigned sure = here == 0 ? (richest >= 5 ? 0 : richest >= 2 ? 1 : 2) : here >= 5 ? 3 : 4;
  return decision.Code(known, slots, by_energy_[p.energy * kNodes + node],
                       by_place_[(p.place | sure << 2) * kNodes + node], of_energy_[p.energy * kNodes + node],
                       of_values_[(here * 8 + next) * 8 + std::min(node, 7U)]);
}

// Of a plane of few values, first whether it had the sample before; then that one's rank instead of the sample.
int FastTone::CodeSample(std::uint32_t known, Prediction& p, FastDecision& decision) {
  if (p.sparse && Bit(25, ranks_.Has(known), 0, 0, p, decision)) {
    const int rank = p.rank + CodeDistance(static_cast<int>(ranks_.Below(known)) - p.rank, p, decision);
    return static_cast<int>(
        ranks_.At(static_cast<std::uint32_t>(std::clamp(rank, 0, static_cast<int>(ranks_.count()) - 1))));
  }
  p.sparse = false;
  return p.middle + CodeDistance(static_cast<int>(known) - p.middle, p, decision);
}

int FastTone::CodeDistance(int known, Prediction& p, FastDecision& decision) {
  const bool known_below = known < 0;
  if (p.golomb != 0) {
    const bool below = Bit(42, known_below, p.middle - 1, 1, p, decision);
    const auto size = static_cast<unsigned>(known_below ? -known - 1 : known);
    unsigned quotient = 0;
    while (quotient < 8 && Bit(43 + quotient, size >> p.golomb > quotient, 0, 0, p, decision)) ++quotient;
    unsigned high = quotient;
    if (quotient == 8) high += static_cast<unsigned>(CodeRest((size >> p.golomb) - 8, p, decision));
    unsigned low = 0;
    for (unsigned place = p.golomb; place-- > 0;) {
      const unsigned from_top = p.golomb - 1 - place;
      const unsigned node = from_top == 0   ? 51 + std::min(quotient, 2U)
                            : from_top == 1 ? 54 + (low & 1U)
                                            : 56 + std::min(from_top, 7U);
      low = low * 2 + (Bit(node, (size >> place & 1U) != 0, 0, 0, p, decision) ? 1 : 0);
    }
    const auto total = static_cast<int>((high << p.golomb | low) & 0x1FFFFU);
    return below ? -total - 1 : total;
  }
  if (!Bit(0, known != 0, p.middle, 1, p, decision)) return 0;
  const bool below = Bit(1, known_below, p.middle - 1, 2, p, decision);
  const int step = below ? -1 : 1;
  const auto size = static_cast<unsigned>(std::abs(known)) - 1;
  unsigned quotient = 0;
  while (quotient < 8 && Bit((below ? 14 : 2) + quotient, size > quotient,
                             p.middle + step * (static_cast<int>(quotient) + 1), step, p, decision)) {
    ++quotient;
  }
  unsigned total = quotient;
  if (quotient == 8) total += static_cast<unsigned>(CodeRest(size - 8, p, decision));
  return step * (static_cast<int>(total & 0x1FFFFU) + 1);
}

int FastTone::CodeRest(unsigned known, Prediction& p, FastDecision& decision) {
  const unsigned plus = known + 1;
  unsigned places = 0;
  while (places < 17 && Bit(26 + std::min(places, 7U), plus >> (places + 1) != 0, 0, 0, p, decision)) ++places;
  unsigned value = 1;
  for (unsigned place = places; place-- > 0;) {
    value = value * 2 + (Bit(34 + std::min(place, 7U), (plus >> place & 1U) != 0, 0, 0, p, decision) ? 1 : 0);
  }
  return static_cast<int>(value - 1);
}

}  // namespace llmzip::picture
