#include "eval/sampler.h"

#include <algorithm>
#include <cmath>

namespace llmzip {
namespace {

Symbol Likeliest(std::span<const Frequency> frequencies) {
  return static_cast<Symbol>(std::ranges::max_element(frequencies) - frequencies.begin());
}

// The symbol in whose share of 2^k the number `target` lies.
Symbol OwnerOf(std::uint64_t target, std::span<const Frequency> frequencies) {
  Symbol symbol = 0;
  while (target >= frequencies[symbol]) target -= frequencies[symbol++];
  return symbol;
}

}  // namespace

Symbol Sampler::Draw(std::span<const Frequency> frequencies, unsigned k) {
  if (temperature_ == 0) return Likeliest(frequencies);
  if (temperature_ == 1) return OwnerOf(random_.Bits(k), frequencies);
  // Relative to the largest, so that no temperature underflows all of them.
  const double largest = *std::ranges::max_element(frequencies);
  double total = 0;
  weights_.resize(frequencies.size());
  for (std::size_t s = 0; s < frequencies.size(); ++s) {
    weights_[s] = std::pow(frequencies[s] / largest, 1 / temperature_);
    total += weights_[s];
  }
  double target = std::ldexp(static_cast<double>(random_.Bits(53)), -53) * total;
  for (Symbol s = 0; s < weights_.size(); ++s) {
    if (target < weights_[s]) return s;
    target -= weights_[s];
  }
  return Likeliest(frequencies);  // rounding ran past the last weight
}

}  // namespace llmzip
