// Strengths of sound: what each of them computes. All numbers are part of the format (spec.md). Constants; thread-safe.
#ifndef LLMZIP_PREDICTORS_SOUND_STRENGTHS_H_
#define LLMZIP_PREDICTORS_SOUND_STRENGTHS_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace llmzip::sound {

enum class SoundStrength : std::uint8_t { kFast, kStandard, kMaximum };

/// A least-squares predictor.
struct LeastSquaresShape {
  std::size_t own;    ///< samples of the channel itself
  std::size_t other;  ///< samples of the other channel of its pair; of a channel without one, more of its own
  double fading;      ///< a sample's weight, relative to that of the sample after it
  double ridge;       ///< added to the diagonal
  unsigned interval;  ///< samples from one solution to the next
  [[nodiscard]] constexpr std::size_t inputs() const { return own + other; }
};

/// A filter of the cascade.
struct FilterShape {
  std::size_t taps;  ///< a multiple of 16
  double rate;
};

struct StrengthShape {
  std::span<const LeastSquaresShape> least_squares;  ///< the cascade works on what the first leaves
  std::span<const FilterShape> filters;              ///< the longest first
  std::size_t weight_sets;                           ///< of the mixing
};

/// Limits of all strengths.
inline constexpr std::size_t kMaxLeastSquaresInputs = 64;
inline constexpr std::size_t kMaxOpinions = 12;
inline constexpr std::size_t kMaxOtherSamples = 32;

inline constexpr LeastSquaresShape kFastLeastSquares[] = {{16, 8, 0.998, 0.001, 8}};
inline constexpr FilterShape kFastFilters[] = {{256, 0.005}, {32, 0.016}, {16, 0.06}};
inline constexpr StrengthShape kFastShape = {kFastLeastSquares, kFastFilters, 2};

constexpr const StrengthShape& ShapeOf(SoundStrength /*strength*/) { return kFastShape; }

}  // namespace llmzip::sound

#endif  // LLMZIP_PREDICTORS_SOUND_STRENGTHS_H_
