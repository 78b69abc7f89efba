// The two inner loops of a mixer, in every instruction set we have, with identical results.
//
//   DotProduct(x, w, n)     sum over i of x[i] * w[i], modulo 2^32 read as a signed 32-bit number
//   Train(x, w, n, error)   w[i] <- clamp16(w[i] + ((x[i] * error + 2^14) >> 15)) for every i
//
// where >> is arithmetic and clamp16 clamps to [-32768, 32767]. `error` must be in [-32767, 32767].
// n must be a multiple of 16; pointers need no alignment, but 64 bytes is fastest.
// Thread safety: pure functions of their arguments.
#ifndef LLMZIP_PREDICTORS_CM_KERNELS_MIXER_KERNELS_H_
#define LLMZIP_PREDICTORS_CM_KERNELS_MIXER_KERNELS_H_

#include <cstddef>
#include <cstdint>

#include "base/cpu.h"

namespace llmzip::cm {

struct MixerKernels {
  std::int32_t (*dot_product)(const std::int16_t* inputs, const std::int16_t* weights, std::size_t n);
  void (*train)(const std::int16_t* inputs, std::int16_t* weights, std::size_t n, std::int32_t error);
};

/// The kernels for `kernel`, which must be among AvailableKernels().
const MixerKernels& MixerKernelsFor(Kernel kernel);

extern const MixerKernels kMixerScalar;
#if defined(__x86_64__)
extern const MixerKernels kMixerAvx2;
extern const MixerKernels kMixerAvx512;
#elif defined(__aarch64__)
extern const MixerKernels kMixerNeon;
#endif

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_KERNELS_MIXER_KERNELS_H_
