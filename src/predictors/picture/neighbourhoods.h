// Neighbourhoods: which samples the least-squares predictors of a plane see, and the strengths of the predictor.
// Thread safety: pure.
#ifndef LLMZIP_PREDICTORS_PICTURE_NEIGHBOURHOODS_H_
#define LLMZIP_PREDICTORS_PICTURE_NEIGHBOURHOODS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "predictors/picture/least_squares.h"

namespace llmzip::picture {

/// A sample: `plane` planes after this one (before it, if negative), `right` columns to the right, `up` rows up.
struct Neighbour {
  std::int8_t plane;
  std::int8_t right;
  std::int8_t up;
};

/// How much of a neighbourhood lies where, of eight parts: in this plane, in the one or two before it, in those after.
enum class Mixture : std::uint8_t { kBalanced, kOwn, kOthers };

struct Group {
  std::size_t unknowns;
  std::array<Mixture, kPlaces> mixtures;
  LeastSquares::Fading fading;
};

/// The neighbours of `plane` among `planes` whose colours are of one pixel.
std::vector<Neighbour> NeighboursOf(std::size_t plane, std::size_t planes, std::size_t count, Mixture mixture);

struct Strength {
  std::vector<Group> groups;
  std::size_t simple;       // groups of eight simple predictions
  bool stacks;              // another least-squares predictor weighs the predictions of the others
  unsigned solve_interval;  // pixels
  unsigned sets;            // of mixing weights
  unsigned context_bits;    // slots for contexts, log2
};

const Strength& StandardStrength();
const Strength& MaximumStrength();

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_NEIGHBOURHOODS_H_
