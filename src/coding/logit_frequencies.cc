#include "coding/logit_frequencies.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace llmzip {
namespace {

constexpr std::uint32_t kWeightOfOne = 1U << 30;
constexpr std::uint32_t kWhole = 1U << LogitFrequencies::kBits;
constexpr std::uint32_t kSlack = 16;

/// The order that the kernels use: a NaN is the smallest.
float Ordered(float logit) {
  constexpr float kLargest = std::numeric_limits<float>::max();
  const float at_least = logit > -kLargest ? logit : -kLargest;
  return at_least < kLargest ? at_least : kLargest;
}

}  // namespace

LogitFrequencies::LogitFrequencies(std::uint32_t symbols, std::uint32_t top, Kernel kernel)
    : top_(top), kernels_(KernelsFor<LogitKernels>(kernel)), weights_(symbols) {
  assert(symbols >= 2 && symbols <= kMaxAlphabetSize && top <= symbols);
  candidates_.reserve(2 * static_cast<std::size_t>(top));
}

void LogitFrequencies::Compute(std::span<const float> logits, std::span<Frequency> frequencies) {
  const std::size_t n = weights_.size();
  assert(logits.size() == n && frequencies.size() == n);
  const float largest = kernels_.largest(logits.data(), n);
  const std::uint64_t sum = kernels_.weigh(logits.data(), n, largest, weights_.data());
  const float factor = static_cast<float>(kWhole - static_cast<std::uint32_t>(n) - kSlack) / static_cast<float>(sum);
  if (top_ != 0 && top_ < n) {
    ShareTop(logits, factor, sum, frequencies);
    return;
  }
  const std::uint32_t given = kernels_.share(weights_.data(), n, factor, frequencies.data());
  const auto winner = std::find(weights_.begin(), weights_.end(), kWeightOfOne) - weights_.begin();
  frequencies[static_cast<std::size_t>(winner)] += kWhole - given;
}

void LogitFrequencies::ShareTop(std::span<const float> logits, float factor, std::uint64_t sum,
                                std::span<Frequency> frequencies) {
  FindTop(logits);
  std::uint64_t at_top = 0;
  for (const Candidate& one : candidates_) at_top += weights_[one.symbol];
  const auto others = static_cast<std::uint32_t>(frequencies.size()) - top_;
  const auto rest = static_cast<std::uint32_t>(static_cast<float>(sum - at_top) * factor);
  const Frequency each = 1 + rest / others;
  std::ranges::fill(frequencies, each);
  std::uint32_t given = each * others;
  Symbol winner = std::numeric_limits<Symbol>::max();
  for (const Candidate& one : candidates_) {
    const std::uint32_t weight = weights_[one.symbol];
    frequencies[one.symbol] = 1 + static_cast<std::uint32_t>(static_cast<float>(weight) * factor);
    given += frequencies[one.symbol];
    if (weight == kWeightOfOne) winner = std::min(winner, one.symbol);
  }
  frequencies[winner] += kWhole - given;
}

void LogitFrequencies::FindTop(std::span<const float> logits) {
  const auto before = [](const Candidate& a, const Candidate& b) {
    return a.logit != b.logit ? a.logit > b.logit : a.symbol < b.symbol;
  };
  const auto keep_top = [&] {
    std::nth_element(candidates_.begin(), candidates_.begin() + (top_ - 1), candidates_.end(), before);
    candidates_.resize(top_);
  };
  // Symbols come in ascending order, and of equal logits the lowest symbol wins: a symbol that only equals the smallest
  // logit kept is not among the top.
  candidates_.clear();
  float least = 0.0F;
  bool full = false;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    const float logit = Ordered(logits[i]);
    if (full && logit <= least) continue;
    candidates_.push_back({logit, static_cast<Symbol>(i)});
    if (candidates_.size() == 2 * static_cast<std::size_t>(top_)) {
      keep_top();
      least = candidates_.back().logit;
      full = true;
    }
  }
  keep_top();
}

}  // namespace llmzip
