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
  double alone;       ///< the same in a channel without another
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
  std::span<const double> combinations;              ///< of all these; the fading of each
};

/// Limits of all strengths.
inline constexpr std::size_t kMaxLeastSquaresInputs = 96;
inline constexpr std::size_t kMaxOpinions = 16;

inline constexpr LeastSquaresShape kFastLeastSquares[] = {{16, 8, 0.998, 0.998, 0.001, 8}};
inline constexpr FilterShape kFastFilters[] = {{256, 0.05}, {32, 0.05}, {16, 0.1}};
inline constexpr double kFastCombinations[] = {0.998};

inline constexpr LeastSquaresShape kStandardLeastSquares[] = {{32, 16, 0.998, 0.998, 0.001, 8},
                                                              {16, 8, 0.98, 0.98, 0.001, 8}};
inline constexpr FilterShape kStandardFilters[] = {{1024, 0.06}, {256, 0.15}, {16, 0.1}};
inline constexpr double kStandardCombinations[] = {0.998, 0.98};

inline constexpr LeastSquaresShape kMaximumLeastSquares[] = {{64, 32, 0.9985, 0.998, 0.001, 8},
                                                             {16, 8, 0.98, 0.98, 0.001, 4},
                                                             {24, 8, 0.995, 0.995, 0.001, 8},
                                                             {32, 16, 0.9995, 0.9995, 0.001, 8}};
inline constexpr FilterShape kMaximumFilters[] = {{2048, 0.06}, {256, 0.15}, {32, 0.1}, {16, 0.1}};
inline constexpr double kMaximumCombinations[] = {0.9995, 0.998, 0.98};

inline constexpr StrengthShape kShapes[] = {{kFastLeastSquares, kFastFilters, kFastCombinations},
                                            {kStandardLeastSquares, kStandardFilters, kStandardCombinations},
                                            {kMaximumLeastSquares, kMaximumFilters, kMaximumCombinations}};

constexpr const StrengthShape& ShapeOf(SoundStrength strength) { return kShapes[static_cast<std::size_t>(strength)]; }

}  // namespace llmzip::sound

#endif  // LLMZIP_PREDICTORS_SOUND_STRENGTHS_H_
