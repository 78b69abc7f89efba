#include "predictors/cm/fast/history_states.h"

#include <algorithm>
#include <cassert>
#include <vector>

namespace llmzip::cm::fast {
namespace {

// The first bits are remembered in order; then counts of zeros and ones, and the last bit while both are seen.
constexpr unsigned kExactBits = 4;

// The larger count a pair may have, by its smaller count.
constexpr std::array<unsigned, 6> kLargerLimit = {41, 20, 12, 8, 7, 5};

struct State {
  std::array<unsigned, 2> counts{};
  bool exact = true;
  unsigned recent = 0;  // exact: all bits, the first highest; else the last bit, or 0 when only one kind was seen
  bool operator==(const State&) const = default;

  [[nodiscard]] unsigned total() const { return counts[0] + counts[1]; }
};

bool Allowed(const std::array<unsigned, 2>& counts) {
  const auto [smaller, larger] = std::minmax(counts[0], counts[1]);
  return smaller < kLargerLimit.size() && larger <= kLargerLimit[smaller];
}

// What is left of a count of at least 3 when the opposite bit comes: old evidence is worth little.
unsigned Discounted(unsigned count) { return 2 + (count > 4) + (count > 6) + (count > 10) + (count > 20); }

State After(State state, unsigned bit) {
  if (state.exact && state.total() < kExactBits) {
    ++state.counts[bit];
    state.recent = state.recent * 2 + bit;
    return state;
  }
  auto& counts = state.counts;
  ++counts[bit];
  if (counts[1 - bit] >= 3) counts[1 - bit] = Discounted(counts[1 - bit]);
  while (!Allowed(counts)) --counts[counts[1 - bit] >= counts[bit] ? 1 - bit : bit];
  state.exact = false;
  state.recent = counts[0] > 0 && counts[1] > 0 ? bit : 0;
  return state;
}

HistoryStates Generate() {
  std::vector<State> states = {State{}};
  for (std::size_t i = 0; i < states.size(); ++i) {
    for (unsigned bit = 0; bit < 2; ++bit) {
      const State after = After(states[i], bit);
      if (std::ranges::find(states, after) == states.end()) states.push_back(after);
    }
  }
  std::ranges::stable_sort(states, {}, &State::total);
  assert(states.size() <= 256);
  HistoryStates table;
  table.count = static_cast<unsigned>(states.size());
  for (std::size_t i = 0; i < states.size(); ++i) {
    for (unsigned bit = 0; bit < 2; ++bit) {
      const auto found = std::ranges::find(states, After(states[i], bit));
      table.next[bit][i] = static_cast<std::uint8_t>(found - states.begin());
    }
    table.prior[i] = static_cast<std::uint16_t>(65535 * (3 * states[i].counts[1] + 1) / (3 * states[i].total() + 2));
  }
  return table;
}

}  // namespace

const HistoryStates& Histories() {
  static const HistoryStates table = Generate();
  return table;
}

}  // namespace llmzip::cm::fast
