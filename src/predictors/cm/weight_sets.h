// WeightSets: the first mixing layer. Several mixers have the same inputs. Each selects its weights by a different
// selector and learns from its own error.
//
// Weights are 16-bit, 2^13 = 1.0 for an output in Q8 logits. Rows are cache-line aligned. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_WEIGHT_SETS_H_
#define LLMZIP_PREDICTORS_CM_WEIGHT_SETS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "predictors/cm/kernels/row_kernels.h"
#include "predictors/cm/logistic.h"
#include "predictors/cm/zeroed_array.h"

namespace llmzip::cm {

template <unsigned kSets, unsigned kInputs>
class WeightSets {
 public:
  static_assert(kInputs % 32 == 0);

  /// What one lane remembers between predicting and learning.
  struct Choice {
    std::array<std::uint32_t, kSets> row{};
    std::array<std::int32_t, kSets> logit{};  // Q8
  };

  /// `rows[s]` = how many values selector s takes; `used` = inputs that exist (the rest is padding).
  WeightSets(const std::array<std::uint32_t, kSets>& rows, unsigned used, int initial_weight, Kernel kernel)
      : kernels_(KernelsFor<RowKernels>(kernel)) {
    std::size_t total = 0;
    for (unsigned s = 0; s < kSets; ++s) {
      base_[s] = total;
      total += rows[s];
    }
    weights_ = ZeroedArray<std::int16_t>(total * kInputs);
    for (std::size_t row = 0; row < total; ++row) {
      std::fill_n(weights_.data() + row * kInputs, used, static_cast<std::int16_t>(initial_weight));
    }
  }

  /// The weight that input `input` begins with, in every row.
  void SetInitial(unsigned input, int weight) {
    for (std::size_t at = input; at < weights_.size(); at += kInputs) weights_[at] = static_cast<std::int16_t>(weight);
  }

  void Mix(const std::int16_t* inputs, Choice& choice) const {
    std::array<const std::int16_t*, kSets> rows;
    for (unsigned s = 0; s < kSets; ++s) rows[s] = weights_.data() + (base_[s] + choice.row[s]) * kInputs;
    kernels_.dot_products(inputs, rows.data(), kSets, kInputs, choice.logit.data());
    for (unsigned s = 0; s < kSets; ++s) {
      choice.logit[s] = std::clamp(choice.logit[s] >> 13, 1 - kLogitLimitQ8, kLogitLimitQ8 - 1);
    }
  }

  /// `rate`: 2^21 moves a weight by the whole error for an input of 1.0 Q15.
  void Learn(const std::int16_t* inputs, const Choice& choice, unsigned bit, std::int32_t rate) {
    const std::int32_t target = bit != 0 ? 65535 : 0;
    std::array<std::int16_t*, kSets> rows;
    std::array<std::int32_t, kSets> errors;
    for (unsigned s = 0; s < kSets; ++s) {
      rows[s] = weights_.data() + (base_[s] + choice.row[s]) * kInputs;
      const std::int32_t error = target - static_cast<std::int32_t>(SquashQ8(choice.logit[s]) >> 6);
      errors[s] = std::clamp((error * (rate >> 5)) >> 16, -32767, 32767);
    }
    kernels_.train(inputs, rows.data(), errors.data(), kSets, kInputs);
  }

 private:
  const RowKernels& kernels_;
  std::array<std::size_t, kSets> base_{};
  ZeroedArray<std::int16_t> weights_;
};

/// The second layer: mixes a few logits of kFraction fraction bits, so it keeps 32-bit weights (2^16 = 1.0).
template <unsigned kInputs, unsigned kFraction = 8>
class FinalMixer {
 public:
  explicit FinalMixer(std::size_t rows) : weights_(rows * kInputs) {
    for (std::size_t i = 0; i < weights_.size(); ++i) weights_[i] = 65536 / static_cast<int>(kInputs);
  }

  /// Each of kRuns equal runs of rows begins with its weight for input `input` and the rest of 1.0 for the others.
  template <std::size_t kRuns>
  void SetInitial(unsigned input, const std::array<int, kRuns>& weights) {
    const std::size_t run = weights_.size() / kRuns;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      const int weight = weights[i / run];
      weights_[i] = i % kInputs == input ? weight : (65536 - weight) / static_cast<int>(kInputs - 1);
    }
  }

  /// Q12 logit of kInputs logits.
  [[nodiscard]] std::int32_t Mix(const std::int32_t* logits, std::size_t row) const {
    const std::int32_t* const weights = weights_.data() + row * kInputs;
    std::int64_t sum = 0;
    for (unsigned i = 0; i < kInputs; ++i) sum += std::int64_t{logits[i]} * weights[i];
    constexpr std::int64_t kLimit = (kLogitLimitQ8 - 1) * 16;
    return static_cast<std::int32_t>(std::clamp(sum >> (kFraction + 4), -kLimit, kLimit));
  }

  /// `error` in units of 2^-22.
  void Learn(const std::int32_t* logits, std::size_t row, std::int32_t error, int shift) {
    std::int32_t* const weights = weights_.data() + row * kInputs;
    for (unsigned i = 0; i < kInputs; ++i) {
      const std::int64_t step = (std::int64_t{logits[i]} * error + (std::int64_t{1} << (shift - 1))) >> shift;
      weights[i] = static_cast<std::int32_t>(std::clamp<std::int64_t>(weights[i] + step, -kLargest, kLargest));
    }
  }

 private:
  static constexpr std::int64_t kLargest = std::int64_t{1} << 20;
  ZeroedArray<std::int32_t> weights_;
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_WEIGHT_SETS_H_
