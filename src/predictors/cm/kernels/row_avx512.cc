// The row kernels for AVX-512 with VNNI. Compiled with its own -m flags: nothing but intrinsics may be called
// here, so that no inline function of a shared header is emitted with instructions other machines lack.
#include <immintrin.h>

#include "predictors/cm/kernels/row_kernels.h"

namespace llmzip::cm {
namespace {

std::int32_t Sum(__m512i v) {
  const __m256i half = _mm256_add_epi32(_mm512_castsi512_si256(v), _mm512_extracti64x4_epi64(v, 1));
  __m128i quarter = _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
  quarter = _mm_add_epi32(quarter, _mm_shuffle_epi32(quarter, 0x4E));
  quarter = _mm_add_epi32(quarter, _mm_shuffle_epi32(quarter, 0xB1));
  return _mm_cvtsi128_si32(quarter);
}

void DotProducts(const std::int16_t* inputs, const std::int16_t* const* rows, unsigned count, std::size_t n,
                 std::int32_t* sums) {
  for (unsigned r = 0; r < count; ++r) {
    const std::int16_t* const row = rows[r];
    __m512i sum = _mm512_setzero_si512();
    for (std::size_t i = 0; i < n; i += 32) {
      sum = _mm512_dpwssd_epi32(sum, _mm512_load_si512(inputs + i), _mm512_load_si512(row + i));
    }
    sums[r] = Sum(sum);
  }
}

void Train(const std::int16_t* inputs, std::int16_t* const* rows, const std::int32_t* errors, unsigned count,
           std::size_t n) {
  for (unsigned r = 0; r < count; ++r) {
    const __m512i error = _mm512_set1_epi16(static_cast<std::int16_t>(errors[r]));
    std::int16_t* const row = rows[r];
    for (std::size_t i = 0; i < n; i += 32) {
      const __m512i step = _mm512_mulhrs_epi16(_mm512_load_si512(inputs + i), error);
      _mm512_store_si512(row + i, _mm512_adds_epi16(_mm512_load_si512(row + i), step));
    }
  }
}

}  // namespace

constinit const RowKernels RowKernels::kAvx512 = {DotProducts, Train};

}  // namespace llmzip::cm
