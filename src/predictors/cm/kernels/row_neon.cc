// The row kernels for AArch64: the single-row kernels, row by row.
#include "predictors/cm/kernels/mixer_kernels.h"
#include "predictors/cm/kernels/row_kernels.h"

namespace llmzip::cm {
namespace {

void DotProducts(const std::int16_t* inputs, const std::int16_t* const* rows, unsigned count, std::size_t n,
                 std::int32_t* sums) {
  for (unsigned r = 0; r < count; ++r) sums[r] = kMixerNeon.dot_product(inputs, rows[r], n);
}

void Train(const std::int16_t* inputs, std::int16_t* const* rows, const std::int32_t* errors, unsigned count,
           std::size_t n) {
  for (unsigned r = 0; r < count; ++r) kMixerNeon.train(inputs, rows[r], n, errors[r]);
}

}  // namespace

const RowKernels kRowsNeon = {DotProducts, Train};

}  // namespace llmzip::cm
