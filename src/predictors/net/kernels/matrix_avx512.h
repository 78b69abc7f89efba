// The matrix product with AVX-512 VNNI. See floats.h for the rules of this code.
//
// vpdpbusd multiplies unsigned by signed bytes. The activations are the unsigned ones, 128 having been added to each
// (kFlip); what that adds to every sum, 128 × the sum of the matrix' row, is where the sums start from, negated.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_AVX512_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_AVX512_H_

#include <immintrin.h>

#include "predictors/net/kernels/floats.h"
#include "predictors/net/kernels/net_kernels.h"
#include "predictors/net/kernels/unrolled.h"

namespace llmzip::net::LLMZIP_NET_ISA {

constexpr std::uint8_t kFlip = 0x80;

/// Weights that will be needed soon, fetched into the second cache while others are multiplied: so many lines with
/// every kAtOnce columns of a tile.
struct Ahead {
  static constexpr std::size_t kAtOnce = 64;
  const std::uint8_t* next;
  std::size_t lines;

  LLMZIP_INLINE void Fetch() {
    for (std::size_t i = 0; i < lines; ++i) __builtin_prefetch(next + 64 * i, 0, 2);
    next += 64 * lines;
  }
};

LLMZIP_INLINE __m512i FourOf(const std::int8_t* q) {
  std::int32_t four;
  __builtin_memcpy(&four, q, sizeof(four));
  return _mm512_set1_epi32(four);
}

/// kRows rows by kBlocks blocks, with all sums in registers.
template <RowKind kind, std::size_t kRows, std::size_t kBlocks>
[[gnu::noinline]] void Tile(const MatrixView& matrix, const RowsView& rows, std::size_t row, std::size_t block,
                            float* out, std::size_t out_stride, Ahead* ahead) {
  __m512i sums[kRows][kBlocks];
  const std::int8_t* q = rows.data + row * rows.stride;
  const std::uint8_t* weights = matrix.data + block * matrix.block_bytes;
  Unrolled<kBlocks>([&](auto b) __attribute__((always_inline)) {
    const __m512i start =
        kind == RowKind::kDigits ? _mm512_setzero_si512() : _mm512_loadu_si512(matrix.starts + 16 * (block + b));
    Unrolled<kRows>([&](auto r) __attribute__((always_inline)) { sums[r][b] = start; });
  });
  for (std::size_t c = 0; c < matrix.columns;) {
    ahead->Fetch();
    const std::size_t end = c + Ahead::kAtOnce < matrix.columns ? c + Ahead::kAtOnce : matrix.columns;
    for (; c < end; c += 4, weights += matrix.group_bytes) {
      // What there is less of stays in registers.
      if constexpr (kRows < kBlocks) {
        __m512i activations[kRows];
        Unrolled<kRows>([&](auto r)
                            __attribute__((always_inline)) { activations[r] = FourOf(q + r * rows.stride + c); });
        Unrolled<kBlocks>([&](auto b) __attribute__((always_inline)) {
          const __m512i w = _mm512_loadu_si512(weights + b * matrix.block_bytes);
          Unrolled<kRows>([&](auto r) __attribute__((always_inline)) {
            sums[r][b] = _mm512_dpbusd_epi32(sums[r][b], activations[r], w);
          });
        });
      } else {
        __m512i w[kBlocks];
        Unrolled<kBlocks>([&](auto b) __attribute__((always_inline)) {
          w[b] = _mm512_loadu_si512(weights + b * matrix.block_bytes);
        });
        Unrolled<kRows>([&](auto r) __attribute__((always_inline)) {
          const __m512i activations = FourOf(q + r * rows.stride + c);
          Unrolled<kBlocks>([&](auto b) __attribute__((always_inline)) {
            sums[r][b] = _mm512_dpbusd_epi32(sums[r][b], activations, w[b]);
          });
        });
      }
    }
  }
  Unrolled<kBlocks>([&](auto b) __attribute__((always_inline)) {
    const __m512 scales = _mm512_loadu_ps(matrix.scales + 16 * (block + b));
    Unrolled<kRows>([&](auto r) __attribute__((always_inline)) {
      const __m512 scaled = _mm512_mul_ps(_mm512_cvtepi32_ps(sums[r][b]), scales);
      _mm512_storeu_ps(out + (row + r) * out_stride + 16 * (block + b),
                       _mm512_mul_ps(scaled, _mm512_set1_ps(rows.scales[row + r])));
    });
  });
}

/// All blocks of kRows rows, kMost blocks at a time; the rest one, two, four at a time.
template <RowKind kind, std::size_t kRows, std::size_t kMost>
LLMZIP_INLINE std::size_t Strip(const MatrixView& matrix, const RowsView& rows, std::size_t row, std::size_t first,
                                std::size_t end, float* out, std::size_t out_stride, Ahead* ahead) {
  std::size_t block = first;
  for (; block + kMost <= end; block += kMost)
    Tile<kind, kRows, kMost>(matrix, rows, row, block, out, out_stride, ahead);
  if constexpr (kMost > 1) block = Strip<kind, kRows, kMost / 2>(matrix, rows, row, block, end, out, out_stride, ahead);
  return block;
}

/// The rows in eights, and the rest of them together: as many sums as registers hold, so that each load serves several.
template <RowKind kind>
inline void MultiplyRows(const MatrixView& matrix, const RowsView& rows, std::size_t first, std::size_t end, float* out,
                         std::size_t out_stride, Ahead* ahead) {
  std::size_t row = 0;
  for (; row + 8 <= rows.rows; row += 8) Strip<kind, 8, 3>(matrix, rows, row, first, end, out, out_stride, ahead);
  switch (rows.rows - row) {
    case 1:
      Strip<kind, 1, 8>(matrix, rows, row, first, end, out, out_stride, ahead);
      break;
    case 2:
      Strip<kind, 2, 8>(matrix, rows, row, first, end, out, out_stride, ahead);
      break;
    case 3:
      Strip<kind, 3, 8>(matrix, rows, row, first, end, out, out_stride, ahead);
      break;
    case 4:
      Strip<kind, 4, 6>(matrix, rows, row, first, end, out, out_stride, ahead);
      break;
    case 5:
      Strip<kind, 5, 4>(matrix, rows, row, first, end, out, out_stride, ahead);
      break;
    case 6:
      Strip<kind, 6, 4>(matrix, rows, row, first, end, out, out_stride, ahead);
      break;
    case 7:
      Strip<kind, 7, 3>(matrix, rows, row, first, end, out, out_stride, ahead);
      break;
    default:
      break;
  }
}

/// What to fetch while blocks up to `end` are multiplied: as much as is multiplied, after it.
LLMZIP_INLINE Ahead AheadOf(const MatrixView& matrix, std::size_t rows, std::size_t block, std::size_t end) {
  if (matrix.group_bytes != 64) return {matrix.data, 0};
  const std::uint8_t* const next = end < matrix.blocks ? matrix.data + end * matrix.block_bytes : matrix.next;
  if (next == nullptr) return {matrix.data, 0};
  const std::size_t passes = (rows + 7) / 8 * ((end - block + 2) / 3);
  return {next, ((end - block) * Ahead::kAtOnce / 4 + passes - 1) / passes};
}

template <RowKind kind = RowKind::kSigned>
inline void Multiply(const MatrixView& matrix, const RowsView& rows, float* out, std::size_t out_stride) {
  // The weights of a few blocks stay in the first cache while all rows pass.
  const std::size_t step = rows.rows > 3 ? 6 : 8;
  for (std::size_t block = 0; block < matrix.blocks; block += step) {
    const std::size_t end = block + step < matrix.blocks ? block + step : matrix.blocks;
    Ahead ahead = AheadOf(matrix, rows.rows, block, end);
    MultiplyRows<kind>(matrix, rows, block, end, out, out_stride, &ahead);
  }
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_AVX512_H_
