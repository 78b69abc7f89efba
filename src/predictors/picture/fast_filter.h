// FastFilter: a linear prediction that follows the picture: a normalised least-mean-squares filter.
//
// Double precision, single operations in a fixed order: sums run over four parts, added at the end as (0 + 1) + (2 +
// 3). fast.spec.md §4.2. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_PICTURE_FAST_FILTER_H_
#define LLMZIP_PREDICTORS_PICTURE_FAST_FILTER_H_

#include <algorithm>
#include <array>
#include <cstddef>

namespace llmzip::picture {

class FastFilter {
 public:
  static constexpr std::size_t kMost = 24;
  using Inputs = std::array<double, kMost>;

  explicit FastFilter(double rate) : rate_(rate) {}

  /// What the inputs say of the sample, as its distance from a base; those not in use are 0.
  double Predict(const Inputs& inputs) {
    inputs_ = inputs;
    std::array<double, 4> sums{};
    std::array<double, 4> squares{};
    for (std::size_t i = 0; i < kMost; i += 4) {
      for (std::size_t j = 0; j < 4; ++j) {
        sums[j] = sums[j] + weights_[i + j] * inputs[i + j];
        squares[j] = squares[j] + inputs[i + j] * inputs[i + j];
      }
    }
    energy_ = (squares[0] + squares[1]) + (squares[2] + squares[3]);
    predicted_ = std::clamp((sums[0] + sums[1]) + (sums[2] + sums[3]), -kFarthest, kFarthest);
    return predicted_;
  }

  void Learn(double distance) {
    const double step = (distance - predicted_) * rate_ / (energy_ + 50.0);
    for (std::size_t i = 0; i < kMost; ++i) weights_[i] = weights_[i] + step * inputs_[i];
  }

 private:
  static constexpr double kFarthest = 131072.0;

  double rate_;
  double energy_ = 0;
  double predicted_ = 0;
  Inputs inputs_{};
  std::array<double, kMost> weights_{};
};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_FAST_FILTER_H_
