// The mixer kernels for AVX2. Compiled with its own -m flags: nothing but intrinsics may be called here, so
// that no inline function of a shared header is emitted with instructions other machines lack.
#include <immintrin.h>

#include "predictors/cm/kernels/mixer_kernels.h"

namespace llmzip::cm {
namespace {

__m256i Load(const std::int16_t* from) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)); }

std::int32_t DotProduct(const std::int16_t* inputs, const std::int16_t* weights, std::size_t n) {
  __m256i sum = _mm256_setzero_si256();
  for (std::size_t i = 0; i < n; i += 16) {
    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(Load(inputs + i), Load(weights + i)));
  }
  __m128i half = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
  half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4E));
  half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xB1));
  return _mm_cvtsi128_si32(half);
}

void Train(const std::int16_t* inputs, std::int16_t* weights, std::size_t n, std::int32_t error) {
  const __m256i errors = _mm256_set1_epi16(static_cast<std::int16_t>(error));
  for (std::size_t i = 0; i < n; i += 16) {
    const __m256i step = _mm256_mulhrs_epi16(Load(inputs + i), errors);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(weights + i), _mm256_adds_epi16(Load(weights + i), step));
  }
}

}  // namespace

const MixerKernels kMixerAvx2 = {DotProduct, Train};

}  // namespace llmzip::cm
