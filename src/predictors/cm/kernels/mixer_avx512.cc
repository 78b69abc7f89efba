// The mixer kernels for AVX-512 with VNNI. Compiled with its own -m flags: nothing but intrinsics may be called
// here, so that no inline function of a shared header is emitted with instructions other machines lack.
#include <immintrin.h>

#include "predictors/cm/kernels/mixer_kernels.h"

namespace llmzip::cm {
namespace {

__m512i Load(const std::int16_t* from) { return _mm512_loadu_si512(from); }
__m256i LoadHalf(const std::int16_t* from) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)); }

std::int32_t DotProduct(const std::int16_t* inputs, const std::int16_t* weights, std::size_t n) {
  __m512i sum = _mm512_setzero_si512();
  std::size_t i = 0;
  for (; i + 32 <= n; i += 32) sum = _mm512_dpwssd_epi32(sum, Load(inputs + i), Load(weights + i));
  __m256i half = _mm256_add_epi32(_mm512_castsi512_si256(sum), _mm512_extracti64x4_epi64(sum, 1));
  if (i < n) half = _mm256_dpwssd_epi32(half, LoadHalf(inputs + i), LoadHalf(weights + i));
  __m128i quarter = _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
  quarter = _mm_add_epi32(quarter, _mm_shuffle_epi32(quarter, 0x4E));
  quarter = _mm_add_epi32(quarter, _mm_shuffle_epi32(quarter, 0xB1));
  return _mm_cvtsi128_si32(quarter);
}

void Train(const std::int16_t* inputs, std::int16_t* weights, std::size_t n, std::int32_t error) {
  const __m512i errors = _mm512_set1_epi16(static_cast<std::int16_t>(error));
  std::size_t i = 0;
  for (; i + 32 <= n; i += 32) {
    const __m512i step = _mm512_mulhrs_epi16(Load(inputs + i), errors);
    _mm512_storeu_si512(weights + i, _mm512_adds_epi16(Load(weights + i), step));
  }
  if (i < n) {
    const __m256i step = _mm256_mulhrs_epi16(LoadHalf(inputs + i), _mm512_castsi512_si256(errors));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(weights + i), _mm256_adds_epi16(LoadHalf(weights + i), step));
  }
}

}  // namespace

const MixerKernels kMixerAvx512 = {DotProduct, Train};

}  // namespace llmzip::cm
