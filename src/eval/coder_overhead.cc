#include "eval/coder_overhead.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "base/split_mix.h"
#include "coding/range_decoder.h"
#include "coding/range_encoder.h"

namespace llmzip {
namespace {

double Weight(Distribution distribution, std::uint32_t symbol) {
  switch (distribution) {
    case Distribution::kUniform:
      return 1;
    case Distribution::kZipf:
      return 1.0 / (symbol + 1);
    case Distribution::kSkewed:
      return symbol == 0 ? 4095 : 0;  // the others' share is spread in FrequenciesOf
    case Distribution::kExtreme:
      return symbol == 0 ? 1 : 0;
  }
  return 0;
}

// The symbol whose share of 2^k holds `target`.
Symbol OwnerOf(std::uint32_t target, const std::vector<std::uint32_t>& cumulative) {
  return static_cast<Symbol>(std::ranges::upper_bound(cumulative, target) - cumulative.begin() - 1);
}

}  // namespace

std::string_view DistributionName(Distribution distribution) {
  switch (distribution) {
    case Distribution::kUniform:
      return "uniform";
    case Distribution::kZipf:
      return "zipf";
    case Distribution::kSkewed:
      return "skewed";
    case Distribution::kExtreme:
      return "extreme";
  }
  return "unknown";
}

std::vector<Frequency> FrequenciesOf(Distribution distribution, std::uint32_t alphabet, unsigned k) {
  assert(alphabet >= 2 && alphabet <= (1U << k) && k <= kMaxFrequencyBits);
  std::vector<double> weights(alphabet);
  for (std::uint32_t s = 0; s < alphabet; ++s) weights[s] = Weight(distribution, s);
  if (distribution == Distribution::kSkewed) std::fill(weights.begin() + 1, weights.end(), 1.0 / (alphabet - 1));
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  const std::uint32_t rest = (1U << k) - alphabet;
  std::vector<Frequency> frequencies(alphabet);
  std::uint32_t given = 0;
  for (std::uint32_t s = 0; s < alphabet; ++s) {
    frequencies[s] = 1 + static_cast<Frequency>(std::floor(weights[s] / total * rest));
    given += frequencies[s];
  }
  const std::uint32_t left_over = (1U << k) - given;  // below `alphabet`: one for each of the first
  for (std::uint32_t s = 0; s < left_over; ++s) ++frequencies[s];
  return frequencies;
}

CoderOverhead MeasureCoderOverhead(const std::vector<Frequency>& frequencies, unsigned k, std::size_t count,
                                   std::uint64_t seed) {
  std::vector<std::uint32_t> cumulative(frequencies.size());
  std::exclusive_scan(frequencies.begin(), frequencies.end(), cumulative.begin(), 0U);
  const bool binary = frequencies.size() == 2;
  SplitMix64 random(seed);
  std::vector<Symbol> symbols(count);
  std::vector<std::uint8_t> coded;
  RangeEncoder encoder(&coded);
  CoderOverhead overhead;
  double ideal_bits = 0;
  for (Symbol& symbol : symbols) {
    symbol = OwnerOf(static_cast<std::uint32_t>(random.Bits(k)), cumulative);
    ideal_bits += k - std::log2(static_cast<double>(frequencies[symbol]));
    if (binary) {
      encoder.EncodeBit(symbol != 0, frequencies[1], k);
    } else {
      encoder.EncodeSymbol(cumulative[symbol], frequencies[symbol], k);
    }
  }
  encoder.Finish();
  overhead.ideal_bytes = ideal_bits / 8;
  overhead.real_bytes = coded.size();

  RangeDecoder decoder(coded);
  overhead.round_trip = std::ranges::all_of(symbols, [&](Symbol expected) {
    if (binary) return decoder.DecodeBit(frequencies[1], k) == (expected != 0);
    const Symbol symbol = OwnerOf(decoder.DecodeTarget(k), cumulative);
    decoder.Consume(cumulative[symbol], frequencies[symbol], k);
    return symbol == expected;
  });
  return overhead;
}

}  // namespace llmzip
