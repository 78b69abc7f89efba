#include "predictors/sound/long_filter.h"

#include <algorithm>
#include <cmath>

namespace llmzip::sound {
namespace {

constexpr std::array<double, 3> kRecentRates = {0.125, 0.02, 0.003};

}  // namespace

float LongFilter::Predict(const SoundKernels& kernels) {
  predicted_ = kernels.filter(history_.data() + begin_, weights_.data(), taps_);
  if (!(std::fabs(predicted_) <= kLimit)) {
    std::ranges::fill(weights_, 0.0F);
    predicted_ = 0;
  }
  return predicted_;
}

void LongFilter::Learn(const SoundKernels& kernels, float value, bool learning) {
  const float error = value - predicted_;
  if (learning) {
    const double energy = ((recent_[0] + recent_[1] + recent_[2]) * static_cast<double>(taps_) + energy_) / 4;
    const auto step = static_cast<float>(rate_ * static_cast<double>(error) / (energy + kEnergyFloor));
    kernels.adapt(weights_.data(), history_.data() + begin_, taps_, step);
  }
  if (begin_ == kSlack) {
    std::copy(history_.end() - static_cast<std::ptrdiff_t>(taps_), history_.end(), history_.begin());
    begin_ = 0;
    energy_ = 0;
    for (std::size_t i = 0; i < taps_; ++i) {
      const auto sample = static_cast<double>(history_[i]);
      energy_ += sample * sample;
    }
  }
  const auto oldest = static_cast<double>(history_[begin_]);
  const auto newest = static_cast<double>(value);
  for (std::size_t i = 0; i < recent_.size(); ++i) recent_[i] += (newest * newest - recent_[i]) * kRecentRates[i];
  energy_ = std::max(0.0, energy_ + newest * newest - oldest * oldest);
  history_[begin_ + taps_] = value;
  ++begin_;
}

}  // namespace llmzip::sound
