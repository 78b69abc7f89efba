// LogitFrequencies: a language model's logits -> integer frequencies that sum to 2^24, every one at least 1.
//
// Exact: the same logits give equal frequencies on every machine, whatever instructions it has. Any logits will do: a
// NaN counts as the smallest number, infinities as the largest ones. With A symbols, all in IEEE binary32 or integers:
//   w = trunc(exp(logit - largest logit) × 2^30), exp being simd/exact_floats.h's; W = the sum of all w, exactly
//   frequency = 1 + trunc(w × ((2^24 - A - 16) ÷ W))
// The rest up to 2^24 goes to the symbol of the largest w (of equals the lowest). The 16 cover the rounding of the
// quotient and of the products, less than 4 in all, so the sum never exceeds 2^24.
// With `top` not 0, only the symbols of the `top` largest logits (of equals the lowest) get these frequencies; each
// other symbol gets 1 + trunc(rest ÷ their number), rest = trunc((W - the w of those at the top) × the same quotient).
// Thread safety: none; one object belongs to one thread.
#ifndef LLMZIP_CODING_LOGIT_FREQUENCIES_H_
#define LLMZIP_CODING_LOGIT_FREQUENCIES_H_

#include <cstdint>
#include <span>
#include <vector>

#include "coding/logits/logit_kernels.h"
#include "llmzip/predictor.h"

namespace llmzip {

class LogitFrequencies {
 public:
  static constexpr unsigned kBits = 24;

  /// `symbols`: 2 … kMaxAlphabetSize; `top`: at most as many. Any kernel gives the same frequencies.
  LogitFrequencies(std::uint32_t symbols, std::uint32_t top, Kernel kernel = BestKernel());

  /// Computes the frequencies of `logits`. Both have `symbols` elements.
  void Compute(std::span<const float> logits, std::span<Frequency> frequencies);

 private:
  void ShareTop(std::span<const float> logits, float factor, std::uint64_t sum, std::span<Frequency> frequencies);
  void FindTop(std::span<const float> logits);

  struct Candidate {
    float logit;
    Symbol symbol;
  };

  std::uint32_t top_;
  LogitKernels kernels_;
  std::vector<std::uint32_t> weights_;
  std::vector<Candidate> candidates_;
};

}  // namespace llmzip

#endif  // LLMZIP_CODING_LOGIT_FREQUENCIES_H_
