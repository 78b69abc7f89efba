#include "predictors/sound/channel.h"

#include <algorithm>
#include <cmath>

namespace llmzip::sound {
namespace {

constexpr double kCombinationRidge = 1;
constexpr unsigned kCombinationInterval = 4;
constexpr std::array<float, kErrorRates> kErrorRate = {0.19F, 0.03F, 0.005F};
constexpr float kLeastError = 1e-6F;
constexpr float kMostError = 1e9F;
constexpr double kVarianceFloor = 1e-3;
constexpr double kBiasRate = 0.002;

std::size_t CombinedInputs(const StrengthShape& shape) { return shape.least_squares.size() - 1 + shape.filters.size(); }

// A NaN becomes the least.
double Within(double x, double least, double most) { return !(x > least) ? least : std::min(x, most); }

}  // namespace

void Channel::History::Push(double sample) {
  if (begin_ == 0) {
    std::copy_backward(samples_.begin(), samples_.begin() + kMaxLeastSquaresInputs, samples_.end());
    begin_ = kRoom;
  }
  samples_[--begin_] = sample;
}

Channel::Channel(const StrengthShape& shape, bool alone)
    : opinions_(shape.least_squares.size() + shape.filters.size() + shape.combinations.size() + 1),
      shapes_(shape.least_squares.begin(), shape.least_squares.end()),
      stages_(shape.filters.size()) {
  for (const LeastSquaresShape& one : shapes_)
    least_squares_.emplace_back(one.inputs(), alone ? one.alone : one.fading, one.ridge, one.interval);
  for (const FilterShape& one : shape.filters) filters_.emplace_back(one.taps, one.rate);
  for (const double fading : shape.combinations)
    combinations_.emplace_back(CombinedInputs(shape), fading, kCombinationRidge, kCombinationInterval);
}

std::size_t Channel::MemoryBytes(const StrengthShape& shape) {
  std::size_t bytes = sizeof(Channel) + (History::kRoom + kMaxLeastSquaresInputs) * sizeof(double) +
                      shape.filters.size() * sizeof(float) +
                      shape.least_squares.size() * (sizeof(LeastSquaresShape) + sizeof(LeastSquares)) +
                      shape.filters.size() * sizeof(LongFilter) +
                      shape.combinations.size() * LeastSquares::MemoryBytes(CombinedInputs(shape));
  for (const LeastSquaresShape& one : shape.least_squares) bytes += LeastSquares::MemoryBytes(one.inputs());
  for (const FilterShape& one : shape.filters) bytes += LongFilter::MemoryBytes(one.taps);
  return bytes;
}

void Channel::Predict(const SoundKernels& kernels, const Channel* other, double least, double most) {
  const std::size_t solved = least_squares_.size();
  for (std::size_t i = 0; i < solved; ++i) {
    const std::size_t own = other == nullptr ? shapes_[i].inputs() : shapes_[i].own;
    double* const inputs = std::copy_n(history_.newest(), own, least_squares_[i].inputs());
    if (other != nullptr) std::copy_n(other->history_.newest(), shapes_[i].other, inputs);
    opinion_[i].value = Within(least_squares_[i].Predict(kernels), least, most);
  }
  const double first = opinion_[0].value;
  std::array<double, kMaxOpinions> inputs{};
  std::size_t count = 0;
  for (std::size_t i = 1; i < solved; ++i) inputs[count++] = opinion_[i].value - first;
  double sum = first;
  for (std::size_t i = 0; i < filters_.size(); ++i) {
    stages_[i] = filters_[i].Predict(kernels);
    inputs[count++] = static_cast<double>(stages_[i]);
    sum += static_cast<double>(stages_[i]);
    opinion_[solved + i].value = Within(sum, least, most);
  }
  double weighted = 0;
  double weights = 0;
  for (std::size_t i = 0; i < combinations_.size(); ++i) {
    std::copy_n(inputs.begin(), count, combinations_[i].inputs());
    Opinion& opinion = opinion_[solved + filters_.size() + i];
    opinion.value = Within(first + combinations_[i].Predict(kernels), least, most);
    const auto error = static_cast<double>(opinion.error[1]);
    const double weight = 1 / (error * error + kVarianceFloor);
    weighted += weight * opinion.value;
    weights += weight;
  }
  mean_ = weighted / weights;
  opinion_[opinions_ - 1].value = Within(mean_ + bias_, least, most);
}

void Channel::Learn(const SoundKernels& kernels, double sample, bool learning, double* work) {
  const double first = opinion_[0].value;
  if (learning) {
    for (std::size_t i = 0; i < least_squares_.size(); ++i)
      least_squares_[i].Learn(kernels, sample, opinion_[i].value, work);
    for (std::size_t i = 0; i < combinations_.size(); ++i) {
      const double combined = opinion_[least_squares_.size() + filters_.size() + i].value;
      combinations_[i].Learn(kernels, sample - first, combined - first, work);
    }
    const double most = 2 * static_cast<double>(opinion_[opinions_ - 1].error[1]) + 1;
    bias_ += (std::clamp(sample - mean_, -most, most) - bias_) * kBiasRate;
    for (std::size_t i = 0; i < opinions_; ++i) {
      const float size = std::min(static_cast<float>(std::fabs(sample - opinion_[i].value)) + kLeastError, kMostError);
      for (std::size_t r = 0; r < kErrorRates; ++r)
        opinion_[i].error[r] += (size - opinion_[i].error[r]) * kErrorRate[r];
    }
  }
  double rest = sample - first;
  for (std::size_t i = 0; i < filters_.size(); ++i) {
    filters_[i].Learn(kernels, static_cast<float>(rest), learning);
    rest -= static_cast<double>(stages_[i]);
  }
  history_.Push(sample);
}

}  // namespace llmzip::sound
