// The row kernels for AVX2. Compiled with its own -m flags: nothing but intrinsics may be called here, so that
// no inline function of a shared header is emitted with instructions other machines lack.
#include <immintrin.h>

#include "predictors/cm/kernels/row_kernels.h"

namespace llmzip::cm {
namespace {

__m256i Load(const std::int16_t* from) { return _mm256_load_si256(reinterpret_cast<const __m256i*>(from)); }

std::int32_t Sum(__m256i v) {
  __m128i half = _mm_add_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
  half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4E));
  half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xB1));
  return _mm_cvtsi128_si32(half);
}

void DotProducts(const std::int16_t* inputs, const std::int16_t* const* rows, unsigned count, std::size_t n,
                 std::int32_t* sums) {
  for (unsigned r = 0; r < count; ++r) {
    const std::int16_t* const row = rows[r];
    __m256i even = _mm256_setzero_si256();
    __m256i odd = _mm256_setzero_si256();
    for (std::size_t i = 0; i < n; i += 32) {
      even = _mm256_add_epi32(even, _mm256_madd_epi16(Load(inputs + i), Load(row + i)));
      odd = _mm256_add_epi32(odd, _mm256_madd_epi16(Load(inputs + i + 16), Load(row + i + 16)));
    }
    sums[r] = Sum(_mm256_add_epi32(even, odd));
  }
}

void Train(const std::int16_t* inputs, std::int16_t* const* rows, const std::int32_t* errors, unsigned count,
           std::size_t n) {
  for (unsigned r = 0; r < count; ++r) {
    const __m256i error = _mm256_set1_epi16(static_cast<std::int16_t>(errors[r]));
    std::int16_t* const row = rows[r];
    for (std::size_t i = 0; i < n; i += 16) {
      const __m256i step = _mm256_mulhrs_epi16(Load(inputs + i), error);
      _mm256_store_si256(reinterpret_cast<__m256i*>(row + i), _mm256_adds_epi16(Load(row + i), step));
    }
  }
}

}  // namespace

constinit const RowKernels RowKernels::kAvx2 = {DotProducts, Train};

}  // namespace llmzip::cm
