// LongFilter: a linear filter over its own past inputs that is moved a little towards each of them (normalised LMS).
//
// It learns slowly but can be long: a stage of the cascade behind least squares (spec.md). Memory: its taps twice, and
// kSlack floats. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_SOUND_LONG_FILTER_H_
#define LLMZIP_PREDICTORS_SOUND_LONG_FILTER_H_

#include <array>
#include <cstddef>
#include <vector>

#include "predictors/sound/kernels/sound_kernels.h"

namespace llmzip::sound {

class LongFilter {
 public:
  LongFilter(std::size_t taps, double rate) : taps_(taps), rate_(rate), weights_(taps), history_(taps + kSlack) {}

  static constexpr std::size_t MemoryBytes(std::size_t taps) {
    return sizeof(LongFilter) + (2 * taps + kSlack) * sizeof(float);
  }

  /// Within ±kLimit; a filter that leaves it begins anew.
  float Predict(const SoundKernels& kernels);

  /// What came.
  void Learn(const SoundKernels& kernels, float value, bool learning);

 private:
  static constexpr std::size_t kSlack = 4096;
  static constexpr float kLimit = 8589934592.0F;  // 2^33
  static constexpr double kEnergyFloor = 16;

  std::size_t taps_;
  double rate_;
  double energy_ = 0;               // the sum of the squares of the history
  std::array<double, 3> recent_{};  // mean squares of the newest inputs, over three spans
  float predicted_ = 0;
  std::size_t begin_ = 0;  // of the history, oldest first
  std::vector<float> weights_;
  std::vector<float> history_;
};

}  // namespace llmzip::sound

#endif  // LLMZIP_PREDICTORS_SOUND_LONG_FILTER_H_
