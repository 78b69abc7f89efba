// The matrix product with Advanced SIMD, with the dot product instructions where the file is compiled for them.
// See floats.h for the rules of this code.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_NEON_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_NEON_H_

#include <arm_neon.h>

#include "predictors/net/kernels/floats.h"
#include "predictors/net/kernels/net_kernels.h"
#include "predictors/net/kernels/unrolled.h"

namespace llmzip::net::LLMZIP_NET_ISA {

constexpr std::uint8_t kFlip = 0;

/// Onto each of the four sums, the four products beside it.
LLMZIP_INLINE int32x4_t Accumulate(int32x4_t sums, int8x16_t weights, int8x16_t activations) {
#if defined(__ARM_FEATURE_DOTPROD)
  return vdotq_s32(sums, weights, activations);
#else
  const int16x8_t low = vmull_s8(vget_low_s8(weights), vget_low_s8(activations));
  const int16x8_t high = vmull_s8(vget_high_s8(weights), vget_high_s8(activations));
  return vaddq_s32(sums, vpaddq_s32(vpaddlq_s16(low), vpaddlq_s16(high)));
#endif
}

/// kRows rows by one block: four registers of four sums a row.
template <RowKind kind, std::size_t kRows>
[[gnu::noinline]] void Tile(const MatrixView& matrix, const RowsView& rows, std::size_t row, std::size_t block,
                            float* out, std::size_t out_stride) {
  int32x4_t sums[kRows][4];
  const std::int8_t* q = rows.data + row * rows.stride;
  const auto* weights = reinterpret_cast<const std::int8_t*>(matrix.data + block * matrix.block_bytes);
  Unrolled<kRows>([&](auto r) __attribute__((always_inline)) {
    sums[r][0] = sums[r][1] = sums[r][2] = sums[r][3] = vdupq_n_s32(0);
  });
  for (std::size_t c = 0; c < matrix.columns; c += 4, weights += matrix.group_bytes) {
    const int8x16_t w[4] = {vld1q_s8(weights), vld1q_s8(weights + 16), vld1q_s8(weights + 32), vld1q_s8(weights + 48)};
    Unrolled<kRows>([&](auto r) __attribute__((always_inline)) {
      std::int32_t four;
      __builtin_memcpy(&four, q + r * rows.stride + c, sizeof(four));
      const int8x16_t activations = vreinterpretq_s8_s32(vdupq_n_s32(four));
      Unrolled<4>([&](auto part) __attribute__((always_inline)) {
        sums[r][part] = Accumulate(sums[r][part], w[part], activations);
      });
    });
  }
  Unrolled<kRows>([&](auto r) __attribute__((always_inline)) {
    Unrolled<4>([&](auto part) __attribute__((always_inline)) {
      const std::size_t column = 16 * block + 4 * part;
      const float32x4_t scaled = vmulq_f32(vcvtq_f32_s32(sums[r][part]), vld1q_f32(matrix.scales + column));
      vst1q_f32(out + (row + r) * out_stride + column, vmulq_f32(scaled, vdupq_n_f32(rows.scales[row + r])));
    });
  });
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#include "predictors/net/kernels/multiply_by_blocks.h"

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_NEON_H_
