// Sampler: draws symbols from distributions.
//
// The same seed and distributions give the same symbols. At temperature 1 symbols are drawn from the integer
// frequencies exactly, on every machine; at 0 the likeliest symbol is taken (the lowest of several); in between and
// above, probabilities are raised to the power 1 / temperature in floating point. Thread safety: none.
#ifndef LLMZIP_EVAL_SAMPLER_H_
#define LLMZIP_EVAL_SAMPLER_H_

#include <cstdint>
#include <span>
#include <vector>

#include "base/split_mix.h"
#include "llmzip/predictor.h"

namespace llmzip {

class Sampler {
 public:
  /// `temperature` is 0 or more.
  Sampler(std::uint64_t seed, double temperature) : random_(seed), temperature_(temperature) {}

  /// `frequencies` sum to 2^k.
  [[nodiscard]] Symbol Draw(std::span<const Frequency> frequencies, unsigned k);

 private:
  SplitMix64 random_;
  double temperature_;
  std::vector<double> weights_;
};

}  // namespace llmzip

#endif  // LLMZIP_EVAL_SAMPLER_H_
