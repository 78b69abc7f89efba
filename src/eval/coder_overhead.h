// Overhead of the range coder over exact arithmetic coding, measured on symbols drawn from known distributions.
//
// Only measures: floating point lives here and nowhere near the coder.
#ifndef LLMZIP_EVAL_CODER_OVERHEAD_H_
#define LLMZIP_EVAL_CODER_OVERHEAD_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "llmzip/predictor.h"

namespace llmzip {

enum class Distribution {
  kUniform,  ///< all symbols equally likely
  kZipf,     ///< symbol number i has a share of 1 / (i + 1)
  kSkewed,   ///< the first symbol has all but 2^-12, the others share the rest
  kExtreme,  ///< every symbol but the first has the smallest share there is, 2^-k
};

inline constexpr Distribution kAllDistributions[] = {Distribution::kUniform, Distribution::kZipf, Distribution::kSkewed,
                                                     Distribution::kExtreme};

std::string_view DistributionName(Distribution distribution);

/// Frequencies of `alphabet` symbols under `distribution` that sum to 2^k; alphabet is at most 2^k.
std::vector<Frequency> FrequenciesOf(Distribution distribution, std::uint32_t alphabet, unsigned k);

struct CoderOverhead {
  double ideal_bytes = 0;      ///< the sum of -log2 p, in bytes
  std::size_t real_bytes = 0;  ///< what the range coder wrote
  bool round_trip = false;     ///< the decoder gave every symbol back

  /// 100 (real - ideal) / ideal.
  [[nodiscard]] double percent() const { return 100 * (static_cast<double>(real_bytes) - ideal_bytes) / ideal_bytes; }
};

/// Draws `count` symbols from `frequencies`, which sum to 2^k, codes and decodes them. Two symbols go through the
/// coder's binary decisions, more through its cumulative frequencies.
CoderOverhead MeasureCoderOverhead(const std::vector<Frequency>& frequencies, unsigned k, std::size_t count,
                                   std::uint64_t seed);

}  // namespace llmzip

#endif  // LLMZIP_EVAL_CODER_OVERHEAD_H_
