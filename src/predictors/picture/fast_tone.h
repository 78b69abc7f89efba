// FastTone: samples of continuous tone (grey and colour of 8 and 16 bits): prediction, and the coding of what it
// misses.
//
// A sample is predicted by up to twelve rules and two filters, weighted by how they did nearby; its distance from the
// blend is coded by binary decisions in contexts of the neighbourhood (fast.spec.md §4). One FastTone per plane holds
// what is learnt; TonePlane holds a plane's rows. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_PICTURE_FAST_TONE_H_
#define LLMZIP_PREDICTORS_PICTURE_FAST_TONE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "predictors/cm/zeroed_array.h"
#include "predictors/picture/fast_decision.h"
#include "predictors/picture/fast_filter.h"
#include "predictors/picture/fast_rows.h"

namespace llmzip::picture {

inline constexpr unsigned kMostRules = 12;

/// The rows of one plane.
struct TonePlane {
  FastRows<std::uint16_t, 4> samples;
  FastRows<std::int32_t, 2> missed;                           // by the corrected blend, in its fractions
  FastRows<std::array<std::uint16_t, kMostRules>, 2> misses;  // by each rule

  void Restart(std::size_t width) {
    samples.Restart(width);
    missed.Restart(width);
    misses.Restart(width);
  }
  void Advance() {
    samples.Advance();
    missed.Advance();
    misses.Advance();
  }
};

/// Where a sample is, and what was coded before it at the same place.
struct ToneSpot {
  std::ptrdiff_t x = 0;
  unsigned y = 0;  // modulo 8
  unsigned bits = 8;
  std::uint32_t alpha = 0;                   // of this pixel, 0 if it has none
  std::array<const TonePlane*, 2> before{};  // planes coded before: the one next to it, and the first of three; or null
};

class FastTone {
 public:
  /// `shared` are slots that all planes share; a power of two of them. `learns` outlives it.
  FastTone(std::span<std::uint32_t> shared, const bool* learns);

  /// Forgets which values the picture had: another picture begins.
  void ForgetValues();

  /// Codes the sample at `spot` of `plane`; `known` as for BitCoder. Returns the sample.
  std::uint32_t Code(std::uint32_t known, const ToneSpot& spot, TonePlane& plane, FastDecision& decision);

  static std::uint64_t Memory();

 private:
  static constexpr unsigned kNodes = 64;
  static constexpr unsigned kOwnContexts = 13;
  static constexpr unsigned kValueSlots = 1U << 18;

  struct Neighbours;
  struct Prediction;

  void Predict(const ToneSpot& spot, const TonePlane& plane, Neighbours& n, Prediction& p);
  void FindContexts(const ToneSpot& spot, const TonePlane& plane, const Neighbours& n, Prediction& p);
  bool Bit(unsigned node, bool known, int value, int step, Prediction& p, FastDecision& decision);
  int CodeDistance(int known, Prediction& p, FastDecision& decision);
  int CodeRest(unsigned known, Prediction& p, FastDecision& decision);
  [[nodiscard]] unsigned ValueClass(int value, const Prediction& p) const;
  [[nodiscard]] std::size_t ValueSlot(int value, const Prediction& p) const;

  std::span<std::uint32_t> shared_;
  const bool* learns_;
  cm::ZeroedArray<std::uint32_t> own_;    // slots by context set, context, node
  cm::ZeroedArray<std::uint8_t> values_;  // how often a value came
  FastFilter wide_{0.01};
  FastFilter narrow_{0.005};
  std::vector<FastWeights> by_energy_;
  std::vector<FastWeights> by_place_;
  std::vector<FastRefinement> of_energy_;
  std::vector<FastRefinement> of_values_;
  struct Bias {
    std::int32_t sum = 0;
    std::int32_t count = 0;
  };
  std::array<Bias, 1024> biases_{};
};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_FAST_TONE_H_
