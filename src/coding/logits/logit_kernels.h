// LogitKernels: the three passes over all symbols that compute logit frequencies (logit_frequencies.h), for each
// instruction set.
#ifndef LLMZIP_CODING_LOGITS_LOGIT_KERNELS_H_
#define LLMZIP_CODING_LOGITS_LOGIT_KERNELS_H_

#include <cstddef>
#include <cstdint>

#include "simd/kernels_for.h"

namespace llmzip {

struct LogitKernels {
  /// The largest logit.
  float (*largest)(const float* logits, std::size_t n);

  /// Writes the weight w of each logit, and returns their sum. n is at most 2^18.
  std::uint64_t (*weigh)(const float* logits, std::size_t n, float largest, std::uint32_t* weights);

  /// Writes 1 + trunc(w × factor) for each, and returns their sum.
  std::uint32_t (*share)(const std::uint32_t* weights, std::size_t n, float factor, std::uint32_t* frequencies);

  static const LogitKernels kScalar, kAvx2, kAvx512;
};

}  // namespace llmzip

#endif  // LLMZIP_CODING_LOGITS_LOGIT_KERNELS_H_
