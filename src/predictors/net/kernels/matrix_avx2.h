// The matrix product with AVX2. See floats.h for the rules of this code.
//
// vpmaddubsw multiplies unsigned by signed bytes and adds pairs into 16 bits, saturating. With the weights' magnitudes
// on one side and the activations, given the weights' signs, on the other, a pair is at most 2 × 127² = 32258. Digits
// are not negative: they are the unsigned side as they are.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_AVX2_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_AVX2_H_

#include <immintrin.h>

#include "predictors/net/kernels/floats.h"
#include "predictors/net/kernels/net_kernels.h"
#include "predictors/net/kernels/unrolled.h"

namespace llmzip::net::LLMZIP_NET_ISA {

constexpr std::uint8_t kFlip = 0;

/// kRows rows by one block: two registers of eight sums a row.
template <RowKind kind, std::size_t kRows>
[[gnu::noinline]] void Tile(const MatrixView& matrix, const RowsView& rows, std::size_t row, std::size_t block,
                            float* out, std::size_t out_stride) {
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i sums[kRows][2];
  const std::int8_t* q = rows.data + row * rows.stride;
  const std::uint8_t* weights = matrix.data + block * matrix.block_bytes;
  Unrolled<kRows>([&](auto r) __attribute__((always_inline)) { sums[r][0] = sums[r][1] = _mm256_setzero_si256(); });
  for (std::size_t c = 0; c < matrix.columns; c += 4, weights += matrix.group_bytes) {
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(weights));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(weights + 32));
    const __m256i low_magnitudes = _mm256_abs_epi8(low);
    const __m256i high_magnitudes = _mm256_abs_epi8(high);
    Unrolled<kRows>([&](auto r) __attribute__((always_inline)) {
      std::int32_t four;
      __builtin_memcpy(&four, q + r * rows.stride + c, sizeof(four));
      const __m256i activations = _mm256_set1_epi32(four);
      const __m256i low_pairs = kind == RowKind::kDigits
                                    ? _mm256_maddubs_epi16(activations, low)
                                    : _mm256_maddubs_epi16(low_magnitudes, _mm256_sign_epi8(activations, low));
      const __m256i high_pairs = kind == RowKind::kDigits
                                     ? _mm256_maddubs_epi16(activations, high)
                                     : _mm256_maddubs_epi16(high_magnitudes, _mm256_sign_epi8(activations, high));
      sums[r][0] = _mm256_add_epi32(sums[r][0], _mm256_madd_epi16(low_pairs, ones));
      sums[r][1] = _mm256_add_epi32(sums[r][1], _mm256_madd_epi16(high_pairs, ones));
    });
  }
  Unrolled<kRows>([&](auto r) __attribute__((always_inline)) {
    const __m256 scale = _mm256_set1_ps(rows.scales[row + r]);
    Unrolled<2>([&](auto half) __attribute__((always_inline)) {
      const std::size_t column = 16 * block + 8 * half;
      const __m256 scaled = _mm256_mul_ps(_mm256_cvtepi32_ps(sums[r][half]), _mm256_loadu_ps(matrix.scales + column));
      _mm256_storeu_ps(out + (row + r) * out_stride + column, _mm256_mul_ps(scaled, scale));
    });
  });
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#include "predictors/net/kernels/multiply_by_blocks.h"

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_AVX2_H_
