// The definition the other row kernels are tested against.
#include "predictors/cm/kernels/mixer_kernels.h"
#include "predictors/cm/kernels/row_kernels.h"

namespace llmzip::cm {
namespace {

void DotProducts(const std::int16_t* inputs, const std::int16_t* const* rows, unsigned count, std::size_t n,
                 std::int32_t* sums) {
  for (unsigned r = 0; r < count; ++r) sums[r] = kMixerScalar.dot_product(inputs, rows[r], n);
}

void Train(const std::int16_t* inputs, std::int16_t* const* rows, const std::int32_t* errors, unsigned count,
           std::size_t n) {
  for (unsigned r = 0; r < count; ++r) kMixerScalar.train(inputs, rows[r], n, errors[r]);
}

}  // namespace

const RowKernels kRowsScalar = {DotProducts, Train};

}  // namespace llmzip::cm
