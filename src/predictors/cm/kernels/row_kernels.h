// The mixing layer's inner loops over several weight rows at once, in every instruction set, with identical results.
//
//   dot_products(x, rows, count, n, sums)   sums[r] = sum over i of x[i] * rows[r][i], modulo 2^32, signed
//   train(x, rows, errors, count, n)        rows[r][i] <- clamp16(rows[r][i] + ((x[i] * errors[r] + 2^14) >> 15))
//
// as in mixer_kernels.h, but one call serves all the rows of a bit, so that the inputs are loaded once. n is a
// multiple of 32, inputs and rows are 64-byte aligned and the rows differ; errors are in [-32767, 32767].
// Thread safety: pure functions of their arguments.
#ifndef LLMZIP_PREDICTORS_CM_KERNELS_ROW_KERNELS_H_
#define LLMZIP_PREDICTORS_CM_KERNELS_ROW_KERNELS_H_

#include <cstddef>
#include <cstdint>

#include "base/cpu.h"

namespace llmzip::cm {

struct RowKernels {
  void (*dot_products)(const std::int16_t* inputs, const std::int16_t* const* rows, unsigned count, std::size_t n,
                       std::int32_t* sums);
  void (*train)(const std::int16_t* inputs, std::int16_t* const* rows, const std::int32_t* errors, unsigned count,
                std::size_t n);
};

/// The kernels for `kernel`, which must be among AvailableKernels().
const RowKernels& RowKernelsFor(Kernel kernel);

extern const RowKernels kRowsScalar;
#if defined(__x86_64__)
extern const RowKernels kRowsAvx2;
extern const RowKernels kRowsAvx512;
#elif defined(__aarch64__)
extern const RowKernels kRowsNeon;
#endif

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_KERNELS_ROW_KERNELS_H_
