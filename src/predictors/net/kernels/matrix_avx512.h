// The matrix product with AVX-512 VNNI. See floats.h for the rules of this code.
//
// vpdpbusd multiplies unsigned by signed bytes. The weights are the unsigned ones, stored with 128 added; what that
// adds to every sum, 128 × the sum of the row's activations, is where the sums start from, negated.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_AVX512_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_AVX512_H_

#include <immintrin.h>

#include "predictors/net/kernels/floats.h"
#include "predictors/net/kernels/net_kernels.h"

namespace llmzip::net::LLMZIP_NET_ISA {

constexpr std::uint8_t kFlip = 0x80;

/// -128 × the sum of the activations.
LLMZIP_INLINE std::int32_t Start(const std::int8_t* q, std::size_t columns) {
  const __m512i offset = _mm512_set1_epi8(static_cast<char>(0x80));
  __m512i sums = _mm512_setzero_si512();
  std::size_t c = 0;
  for (; c + 64 <= columns; c += 64) sums = _mm512_dpbusd_epi32(sums, offset, _mm512_loadu_si512(q + c));
  if (c < columns) {
    const __mmask64 rest = (std::uint64_t{1} << (columns - c)) - 1;
    sums = _mm512_dpbusd_epi32(sums, offset, _mm512_maskz_loadu_epi8(rest, q + c));
  }
  return -_mm512_reduce_add_epi32(sums);
}

/// kRows rows by kBlocks blocks, with all sums in registers.
template <std::size_t kRows, std::size_t kBlocks>
LLMZIP_INLINE void Tile(const MatrixView& matrix, const RowsView& rows, std::size_t row, std::size_t block,
                        const std::int32_t* starts, float* out, std::size_t out_stride) {
  __m512i sums[kRows][kBlocks];
  const std::int8_t* q = rows.data + row * rows.stride;
  const std::uint8_t* weights = matrix.data + block * matrix.block_bytes;
#pragma GCC unroll 8
  for (std::size_t r = 0; r < kRows; ++r) {
#pragma GCC unroll 8
    for (std::size_t b = 0; b < kBlocks; ++b) sums[r][b] = _mm512_set1_epi32(starts[row + r]);
  }
  for (std::size_t c = 0; c < matrix.columns; c += 4, weights += 64) {
    __m512i w[kBlocks];
#pragma GCC unroll 8
    for (std::size_t b = 0; b < kBlocks; ++b) w[b] = _mm512_loadu_si512(weights + b * matrix.block_bytes);
#pragma GCC unroll 8
    for (std::size_t r = 0; r < kRows; ++r) {
      std::int32_t four;
      __builtin_memcpy(&four, q + r * rows.stride + c, sizeof(four));
      const __m512i activations = _mm512_set1_epi32(four);
#pragma GCC unroll 8
      for (std::size_t b = 0; b < kBlocks; ++b) sums[r][b] = _mm512_dpbusd_epi32(sums[r][b], w[b], activations);
    }
  }
#pragma GCC unroll 8
  for (std::size_t b = 0; b < kBlocks; ++b) {
    const __m512 scales = _mm512_loadu_ps(matrix.scales + 16 * (block + b));
#pragma GCC unroll 8
    for (std::size_t r = 0; r < kRows; ++r) {
      const __m512 scaled = _mm512_mul_ps(_mm512_cvtepi32_ps(sums[r][b]), scales);
      _mm512_storeu_ps(out + (row + r) * out_stride + 16 * (block + b),
                       _mm512_mul_ps(scaled, _mm512_set1_ps(rows.scales[row + r])));
    }
  }
}

/// All blocks of kRows rows, kMost blocks at a time; the rest one, two, four at a time.
template <std::size_t kRows, std::size_t kMost>
LLMZIP_INLINE std::size_t Strip(const MatrixView& matrix, const RowsView& rows, std::size_t row, std::size_t first,
                                std::size_t end, const std::int32_t* starts, float* out, std::size_t out_stride) {
  std::size_t block = first;
  for (; block + kMost <= end; block += kMost) Tile<kRows, kMost>(matrix, rows, row, block, starts, out, out_stride);
  if constexpr (kMost > 1) {
    block = Strip<kRows, kMost / 2>(matrix, rows, row, block, end, starts, out, out_stride);
  }
  return block;
}

/// The rows in eights, fours, twos and ones: as many sums as registers hold, so that each load serves several.
inline void MultiplyRows(const MatrixView& matrix, const RowsView& rows, std::size_t first, std::size_t end,
                         const std::int32_t* starts, float* out, std::size_t out_stride) {
  std::size_t row = 0;
  for (; row + 8 <= rows.rows; row += 8) Strip<8, 3>(matrix, rows, row, first, end, starts, out, out_stride);
  if (row + 4 <= rows.rows) {
    Strip<4, 6>(matrix, rows, row, first, end, starts, out, out_stride);
    row += 4;
  }
  if (row + 2 <= rows.rows) {
    Strip<2, 8>(matrix, rows, row, first, end, starts, out, out_stride);
    row += 2;
  }
  if (row < rows.rows) Strip<1, 8>(matrix, rows, row, first, end, starts, out, out_stride);
}

inline void Multiply(const MatrixView& matrix, const RowsView& rows, float* out, std::size_t out_stride) {
  constexpr std::size_t kMostRows = 64;
  std::int32_t starts[kMostRows];
  for (std::size_t first = 0; first < rows.rows; first += kMostRows) {
    const std::size_t count = rows.rows - first < kMostRows ? rows.rows - first : kMostRows;
    const RowsView some = {rows.data + first * rows.stride, rows.stride, rows.scales + first, count};
    for (std::size_t r = 0; r < count; ++r) starts[r] = Start(some.data + r * rows.stride, matrix.columns);
    // With many rows the weights of a few blocks stay in the first cache while all rows pass.
    const std::size_t step = count > 8 ? 6 : matrix.blocks;
    for (std::size_t block = 0; block < matrix.blocks; block += step) {
      const std::size_t end = block + step < matrix.blocks ? block + step : matrix.blocks;
      MultiplyRows(matrix, some, block, end, starts, out + first * out_stride, out_stride);
    }
  }
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_AVX512_H_
