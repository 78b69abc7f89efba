// The mixing layer's inner loops over several weight rows at once, in every instruction set, with identical results.
//
//   dot_products(x, rows, count, n, sums)   sums[r] = sum over i of x[i] * rows[r][i], modulo 2^32, signed
//   train(x, rows, errors, count, n)        rows[r][i] <- clamp16(rows[r][i] + ((x[i] * errors[r] + 2^14) >> 15))
//
// where >> is arithmetic and clamp16 clamps to [-32768, 32767]. One call serves all the rows of a bit, so that the
// inputs are loaded once. n is a multiple of 32, inputs and rows are 64-byte aligned and the rows differ; errors are in
// [-32767, 32767].
// Thread safety: pure functions of their arguments.
#ifndef LLMZIP_PREDICTORS_CM_KERNELS_ROW_KERNELS_H_
#define LLMZIP_PREDICTORS_CM_KERNELS_ROW_KERNELS_H_

#include <cstddef>
#include <cstdint>

#include "simd/kernels_for.h"

namespace llmzip::cm {

struct RowKernels {
  void (*dot_products)(const std::int16_t* inputs, const std::int16_t* const* rows, unsigned count, std::size_t n,
                       std::int32_t* sums);
  void (*train)(const std::int16_t* inputs, std::int16_t* const* rows, const std::int32_t* errors, unsigned count,
                std::size_t n);

  static const RowKernels kScalar, kAvx2, kAvx512, kNeon;
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_KERNELS_ROW_KERNELS_H_
