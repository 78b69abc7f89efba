#include "predictors/sound/least_squares.h"

#include <cmath>

namespace llmzip::sound {
namespace {

constexpr double kErrorKept = 0.6;
constexpr double kErrorFloor = 2;
constexpr double kMaxGain = 1e12;

constexpr std::size_t Padded(std::size_t inputs) { return (inputs + 7) / 8 * 8; }

}  // namespace

LeastSquares::LeastSquares(std::size_t inputs, double fading, double ridge, unsigned interval)
    : size_(Padded(inputs)),
      fading_(fading),
      ridge_(ridge),
      interval_(interval),
      inputs_(size_),
      weights_(size_),
      matrix_(size_ * size_),
      vector_(size_) {}

std::size_t LeastSquares::MemoryBytes(std::size_t inputs) {
  const std::size_t size = Padded(inputs);
  return sizeof(LeastSquares) + (size * size + 3 * size) * sizeof(double);
}

void LeastSquares::Learn(const SoundKernels& kernels, double target, double predicted, double* work) {
  error_ = kErrorKept * error_ + (1 - kErrorKept) * std::fabs(target - predicted);
  kernels.accumulate(matrix_.data(), vector_.data(), inputs_.data(), size_, gain_ / (error_ + kErrorFloor), target);
  gain_ /= fading_;
  if (gain_ > kMaxGain) {
    const double scale = 1 / gain_;
    for (double& sum : matrix_) sum *= scale;
    for (double& sum : vector_) sum *= scale;
    gain_ = 1;
  }
  if (++since_ < interval_) return;
  since_ = 0;
  (void)kernels.solve(matrix_.data(), vector_.data(), size_, ridge_ * gain_, work, weights_.data());
}

}  // namespace llmzip::sound
