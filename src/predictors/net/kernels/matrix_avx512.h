// The matrix product with AVX-512 VNNI. See floats.h for the rules of this code.
//
// vpdpbusd multiplies unsigned by signed bytes. The activations are the unsigned ones, 128 having been added to each
// (kFlip); what that adds to every sum, 128 × the sum of the matrix' row, is where the sums start from, negated.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_AVX512_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_AVX512_H_

#include <immintrin.h>

#include "predictors/net/kernels/floats.h"
#include "predictors/net/kernels/net_kernels.h"

namespace llmzip::net::LLMZIP_NET_ISA {

constexpr std::uint8_t kFlip = 0x80;

/// kRows rows by kBlocks blocks, with all sums in registers.
template <RowKind kind, std::size_t kRows, std::size_t kBlocks>
LLMZIP_INLINE void Tile(const MatrixView& matrix, const RowsView& rows, std::size_t row, std::size_t block, float* out,
                        std::size_t out_stride) {
  __m512i sums[kRows][kBlocks];
  const std::int8_t* q = rows.data + row * rows.stride;
  const std::uint8_t* weights = matrix.data + block * matrix.block_bytes;
#pragma GCC unroll 8
  for (std::size_t b = 0; b < kBlocks; ++b) {
    const __m512i start = kind == RowKind::kDigits ? _mm512_setzero_si512()
                                                   : _mm512_loadu_si512(matrix.starts + 16 * (block + b));
#pragma GCC unroll 8
    for (std::size_t r = 0; r < kRows; ++r) sums[r][b] = start;
  }
  for (std::size_t c = 0; c < matrix.columns; c += 4, weights += matrix.group_bytes) {
    __m512i w[kBlocks];
#pragma GCC unroll 8
    for (std::size_t b = 0; b < kBlocks; ++b) w[b] = _mm512_loadu_si512(weights + b * matrix.block_bytes);
#pragma GCC unroll 8
    for (std::size_t r = 0; r < kRows; ++r) {
      std::int32_t four;
      __builtin_memcpy(&four, q + r * rows.stride + c, sizeof(four));
      const __m512i activations = _mm512_set1_epi32(four);
#pragma GCC unroll 8
      for (std::size_t b = 0; b < kBlocks; ++b) sums[r][b] = _mm512_dpbusd_epi32(sums[r][b], activations, w[b]);
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
template <RowKind kind, std::size_t kRows, std::size_t kMost>
LLMZIP_INLINE std::size_t Strip(const MatrixView& matrix, const RowsView& rows, std::size_t row, std::size_t first,
                                std::size_t end, float* out, std::size_t out_stride) {
  std::size_t block = first;
  for (; block + kMost <= end; block += kMost) Tile<kind, kRows, kMost>(matrix, rows, row, block, out, out_stride);
  if constexpr (kMost > 1) block = Strip<kind, kRows, kMost / 2>(matrix, rows, row, block, end, out, out_stride);
  return block;
}

/// The rows in eights, and the rest of them together: as many sums as registers hold, so that each load serves several.
template <RowKind kind>
inline void MultiplyRows(const MatrixView& matrix, const RowsView& rows, std::size_t first, std::size_t end, float* out,
                         std::size_t out_stride) {
  std::size_t row = 0;
  for (; row + 8 <= rows.rows; row += 8) Strip<kind, 8, 3>(matrix, rows, row, first, end, out, out_stride);
  switch (rows.rows - row) {
    case 1:
      Strip<kind, 1, 8>(matrix, rows, row, first, end, out, out_stride);
      break;
    case 2:
      Strip<kind, 2, 8>(matrix, rows, row, first, end, out, out_stride);
      break;
    case 3:
      Strip<kind, 3, 8>(matrix, rows, row, first, end, out, out_stride);
      break;
    case 4:
      Strip<kind, 4, 6>(matrix, rows, row, first, end, out, out_stride);
      break;
    case 5:
      Strip<kind, 5, 4>(matrix, rows, row, first, end, out, out_stride);
      break;
    case 6:
      Strip<kind, 6, 4>(matrix, rows, row, first, end, out, out_stride);
      break;
    case 7:
      Strip<kind, 7, 3>(matrix, rows, row, first, end, out, out_stride);
      break;
    default:
      break;
  }
}

template <RowKind kind = RowKind::kSigned>
inline void Multiply(const MatrixView& matrix, const RowsView& rows, float* out, std::size_t out_stride) {
  // With many rows the weights of a few blocks stay in the first cache while all rows pass.
  const std::size_t step = rows.rows > 8 ? 6 : matrix.blocks;
  for (std::size_t block = 0; block < matrix.blocks; block += step) {
    const std::size_t end = block + step < matrix.blocks ? block + step : matrix.blocks;
    MultiplyRows<kind>(matrix, rows, block, end, out, out_stride);
  }
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_AVX512_H_
