// LeastSquares: the linear combination of given inputs that would have predicted the samples so far best.
//
// Samples count the less the longer ago they were, and the less the larger the errors were then; the sums that the
// equations consist of are kept, and solved every few samples (spec.md). Memory: its n inputs, rounded up to a
// multiple of 8, squared, in doubles. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_SOUND_LEAST_SQUARES_H_
#define LLMZIP_PREDICTORS_SOUND_LEAST_SQUARES_H_

#include <cstddef>
#include <vector>

#include "predictors/sound/kernels/sound_kernels.h"

namespace llmzip::sound {

class LeastSquares {
 public:
  /// At most kMaxLeastSquaresInputs inputs.
  LeastSquares(std::size_t inputs, double fading, double ridge, unsigned interval);

  static std::size_t MemoryBytes(std::size_t inputs);

  /// Where the inputs of the next sample are written.
  [[nodiscard]] double* inputs() { return inputs_.data(); }

  [[nodiscard]] double Predict(const SoundKernels& kernels) const {
    return kernels.dot(inputs_.data(), weights_.data(), size_);
  }

  /// `predicted`: what came of Predict, or what was made of it.
  void Learn(const SoundKernels& kernels, double target, double predicted, double* work);

 private:
  std::size_t size_;
  double fading_;
  double ridge_;
  unsigned interval_;
  unsigned since_ = 0;
  double gain_ = 1;  // the weight of the next sample: weights grow instead of fading
  double error_ = 0;
  std::vector<double> inputs_;
  std::vector<double> weights_;
  std::vector<double> matrix_;
  std::vector<double> vector_;
};

/// The doubles that Learn needs to work in.
constexpr std::size_t LeastSquaresWork(std::size_t inputs) {
  const std::size_t size = (inputs + 7) / 8 * 8;
  return size * size + 2 * size;
}

}  // namespace llmzip::sound

#endif  // LLMZIP_PREDICTORS_SOUND_LEAST_SQUARES_H_
