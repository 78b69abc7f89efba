#include "predictors/picture/neighbourhoods.h"

#include <algorithm>

namespace llmzip::picture {
namespace {

struct Place {
  std::int8_t right;
  std::int8_t up;
};

// Of the same plane, and of planes that come later in a pixel: nearest first.
constexpr Place kOwn[] = {{-1, 0}, {0, 1},  {-1, 1}, {1, 1}, {-2, 0}, {0, 2},  {2, 1},  {-2, 1}, {1, 2},
                          {-1, 2}, {-3, 0}, {0, 3},  {2, 2}, {-2, 2}, {3, 1},  {-3, 1}, {1, 3},  {-1, 3},
                          {3, 2},  {-3, 2}, {-4, 0}, {0, 4}, {4, 1},  {-4, 1}, {4, 2},  {-4, 2}, {2, 3},
                          {-2, 3}, {-5, 0}, {0, 5},  {5, 1}, {3, 3},  {-3, 3}, {-5, 1}};
// Of planes that come earlier.
constexpr Place kEarlier[] = {{0, 0}, {-1, 0}, {0, 1}, {-1, 1}, {1, 1}, {-2, 0}, {0, 2}, {2, 1}, {-2, 1}};

// Hundredths of a neighbourhood: own, then plane by plane those before (nearest first) or after.
struct Parts {
  std::uint8_t own;
  std::uint8_t first;
  std::uint8_t second;
};
constexpr Parts kParts[3][3] = {
    // mixture: balanced, own, others; plane 0 (later planes), 1 (before, later), 2 and on (before, before that)
    {{60, 20, 20}, {40, 35, 25}, {40, 30, 30}},
    {{100, 0, 0}, {65, 35, 0}, {50, 30, 20}},
    {{40, 30, 30}, {25, 40, 35}, {25, 35, 40}},
};

void Add(std::int8_t plane, const Place* places, std::size_t most, std::size_t count, std::vector<Neighbour>* to) {
  for (std::size_t i = 0; i < std::min(most, count); ++i) to->push_back({plane, places[i].right, places[i].up});
}

constexpr auto kB = Mixture::kBalanced;
constexpr auto kW = Mixture::kOwn;
constexpr auto kT = Mixture::kOthers;

}  // namespace

std::vector<Neighbour> NeighboursOf(std::size_t plane, std::size_t planes, std::size_t count, Mixture mixture) {
  const Parts& parts = kParts[static_cast<std::size_t>(mixture)][std::min<std::size_t>(plane, 2)];
  const auto of = [count](std::uint8_t part) { return part * count / 100; };
  const std::size_t after = planes - 1 - plane;
  std::vector<Neighbour> others;
  if (plane == 0) {
    if (after >= 1) Add(1, kOwn, std::size(kOwn), of(parts.first), &others);
    if (after >= 2) Add(2, kOwn, std::size(kOwn), of(parts.second), &others);
  } else {
    Add(-1, kEarlier, std::size(kEarlier), of(parts.first), &others);
    if (plane >= 2) Add(-2, kEarlier, std::size(kEarlier), of(parts.second), &others);
    if (plane == 1 && after >= 1) Add(1, kOwn, std::size(kOwn), of(parts.second), &others);
  }
  std::vector<Neighbour> all;
  Add(0, kOwn, std::size(kOwn), count - others.size(), &all);
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

const Strength& StandardStrength() {
  static const Strength strength = {
      .groups = {{.unknowns = 16,
                  .mixtures = {kB, kB, kB, kW, kW, kT, kT, kT},
                  .fading = {.left = {0.75F, 0.85F, 0.93F, 0.8F, 0.9F, 0.8F, 0.9F, 0.97F},
                             .up = {0.75F, 0.85F, 0.93F, 0.8F, 0.9F, 0.8F, 0.9F, 0.97F}}}},
      .simple = 1,
      .stacks = false,
      .solve_interval = 1,
      .sets = 5,
      .context_bits = 20};
  return strength;
}

const Strength& MaximumStrength() {
  static const Strength strength = {
      .groups = {{.unknowns = 24,
                  .mixtures = {kB, kB, kB, kW, kW, kT, kT, kT},
                  .fading = {.left = {0.75F, 0.85F, 0.93F, 0.8F, 0.9F, 0.8F, 0.9F, 0.97F},
                             .up = {0.75F, 0.85F, 0.93F, 0.8F, 0.9F, 0.8F, 0.9F, 0.97F}}},
                 {.unknowns = 16,
                  .mixtures = {kB, kB, kB, kB, kT, kT, kT, kT},
                  .fading = {.left = {0.9F, 0.95F, 0.98F, 0.995F, 0.9F, 0.95F, 0.98F, 0.995F},
                             .up = {0.3F, 0.8F, 0.3F, 0.8F, 0.99F, 0.99F, 0.99F, 0.6F}}},
                 {.unknowns = 32,
                  .mixtures = {kB, kB, kW, kW, kW, kT, kT, kB},
                  .fading = {.left = {0.9F, 0.96F, 0.9F, 0.96F, 0.99F, 0.9F, 0.96F, 0.99F},
                             .up = {0.9F, 0.96F, 0.9F, 0.96F, 0.99F, 0.9F, 0.96F, 0.99F}}}},
      .simple = 6,
      .stacks = true,
      .solve_interval = 1,
      .sets = 6,
      .context_bits = 22};
  return strength;
}

}  // namespace llmzip::picture
