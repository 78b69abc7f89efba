// The row kernels for AArch64's Advanced SIMD.
#include <arm_neon.h>

#include "predictors/cm/kernels/row_kernels.h"

namespace llmzip::cm {
namespace {

void DotProducts(const std::int16_t* inputs, const std::int16_t* const* rows, unsigned count, std::size_t n,
                 std::int32_t* sums) {
  for (unsigned r = 0; r < count; ++r) {
    const std::int16_t* const row = rows[r];
    int32x4_t low = vdupq_n_s32(0);
    int32x4_t high = vdupq_n_s32(0);
    for (std::size_t i = 0; i < n; i += 8) {
      const int16x8_t x = vld1q_s16(inputs + i);
      const int16x8_t w = vld1q_s16(row + i);
      low = vmlal_s16(low, vget_low_s16(x), vget_low_s16(w));
      high = vmlal_high_s16(high, x, w);
    }
    sums[r] = vaddvq_s32(vaddq_s32(low, high));
  }
}

void Train(const std::int16_t* inputs, std::int16_t* const* rows, const std::int32_t* errors, unsigned count,
           std::size_t n) {
  for (unsigned r = 0; r < count; ++r) {
    const int16x8_t error = vdupq_n_s16(static_cast<std::int16_t>(errors[r]));
    std::int16_t* const row = rows[r];
    for (std::size_t i = 0; i < n; i += 8) {
      // vqrdmulh rounds as the definition does; it saturates only at -32768 * -32768, and error is never -32768.
      const int16x8_t step = vqrdmulhq_s16(vld1q_s16(inputs + i), error);
      vst1q_s16(row + i, vqaddq_s16(vld1q_s16(row + i), step));
    }
  }
}

}  // namespace

constinit const RowKernels RowKernels::kNeon = {DotProducts, Train};

}  // namespace llmzip::cm
