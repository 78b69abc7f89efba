#include "predictors/cm/bit_history.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <vector>

namespace llmzip::cm {
namespace {

constexpr unsigned kExactBits = 4;
constexpr unsigned kLastBitBelow = 14;  // pairs of counts with a smaller total remember the last bit

// The larger count a pair may have, by its smaller count.
constexpr std::array<unsigned, 5> kLargerLimit = {40, 30, 12, 6, 5};

// What is left of a count after the opposite bit came.
constexpr unsigned Discounted(unsigned count) {
  constexpr std::array<unsigned, 12> kFirst = {0, 1, 2, 2, 3, 4, 5, 5, 6, 6, 6, 7};
  if (count < kFirst.size()) return kFirst[count];
  return count < 20 ? 7 : count < 32 ? 8 : 9;
}

enum class Kind : std::uint8_t { kExact, kCounts };

struct State {
  Kind kind = Kind::kExact;
  std::array<unsigned, 2> counts{};
  unsigned length = 0;   // kExact: bits seen
  unsigned history = 0;  // kExact: those bits; kCounts: the last bit, or 2 when forgotten
  bool operator==(const State&) const = default;
};

bool Allowed(unsigned a, unsigned b) {
  const unsigned smaller = std::min(a, b);
  return smaller < kLargerLimit.size() && std::max(a, b) <= kLargerLimit[smaller];
}

State Counts(unsigned zeros, unsigned ones, unsigned last) {
  State state;
  state.kind = Kind::kCounts;
  state.counts = {zeros, ones};
  if (zeros == 0 || ones == 0) {
    state.history = last;
  } else {
    state.history = zeros + ones < kLastBitBelow ? last : 2;
  }
  return state;
}

State Exact(unsigned length, unsigned history) {
  State state;
  state.length = length;
  state.history = history;
  state.counts[1] = static_cast<unsigned>(std::popcount(history));
  state.counts[0] = length - state.counts[1];
  return state;
}

State After(const State& state, unsigned bit) {
  if (state.kind == Kind::kExact && state.length < kExactBits) {
    return Exact(state.length + 1, state.history * 2 + bit);
  }
  std::array<unsigned, 2> counts = state.counts;
  ++counts[bit];
  if (counts[1 - bit] > 2) counts[1 - bit] = Discounted(counts[1 - bit]);
  while (!Allowed(counts[0], counts[1])) --counts[counts[bit] > counts[1 - bit] ? bit : 1 - bit];
  if (counts[0] + counts[1] > kExactBits) return Counts(counts[0], counts[1], bit);
  // Shrunk to so little that exact sequences describe it: the older bits first.
  const unsigned ones = (1U << counts[1]) - 1;
  return Exact(counts[0] + counts[1], bit == 1 ? ones : ones << counts[0]);
}

std::vector<State> Enumerate() {
  std::vector<State> states;
  for (unsigned total = 0; total <= kLargerLimit[0] + kLargerLimit.size(); ++total) {
    if (total <= kExactBits) {
      for (unsigned history = 0; history < 1U << total; ++history) states.push_back(Exact(total, history));
      continue;
    }
    for (unsigned ones = 0; ones <= total; ++ones) {
      const unsigned zeros = total - ones;
      if (!Allowed(zeros, ones)) continue;
      if (zeros == 0 || ones == 0) {
        states.push_back(Counts(zeros, ones, ones > 0 ? 1 : 0));
      } else {
        states.push_back(Counts(zeros, ones, 0));
        if (total < kLastBitBelow) states.push_back(Counts(zeros, ones, 1));
      }
    }
  }
  return states;
}

BitHistoryTable Generate() {
  const std::vector<State> states = Enumerate();
  assert(states.size() <= 256);
  BitHistoryTable table;
  table.states = static_cast<unsigned>(states.size());
  for (std::size_t i = 0; i < states.size(); ++i) {
    for (unsigned bit = 0; bit < 2; ++bit) {
      const auto found = std::ranges::find(states, After(states[i], bit));
      assert(found != states.end());
      table.next[bit][i] = static_cast<std::uint8_t>(found - states.begin());
    }
    const auto [zeros, ones] = states[i].counts;
    table.zeros[i] = static_cast<std::uint8_t>(zeros);
    table.ones[i] = static_cast<std::uint8_t>(ones);
    // (ones + 0.4) / (total + 0.8)
    table.prior[i] = static_cast<std::uint32_t>((std::uint64_t{10} * ones + 4) * ((1U << 22) - 1) /
                                                (std::uint64_t{10} * (zeros + ones) + 8));
  }
  return table;
}

}  // namespace

const BitHistoryTable& BitHistories() {
  static const BitHistoryTable table = Generate();
  return table;
}

}  // namespace llmzip::cm
