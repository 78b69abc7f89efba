// The row kernels in plain C++: the definition the others are tested against.
#include "predictors/cm/kernels/row_kernels.h"

namespace llmzip::cm {
namespace {

void DotProducts(const std::int16_t* inputs, const std::int16_t* const* rows, unsigned count, std::size_t n,
                 std::int32_t* sums) {
  for (unsigned r = 0; r < count; ++r) {
    const std::int16_t* const row = rows[r];
    std::uint32_t sum = 0;  // unsigned: wraps, as the definition says
    for (std::size_t i = 0; i < n; ++i) sum += static_cast<std::uint32_t>(std::int32_t{inputs[i]} * row[i]);
    sums[r] = static_cast<std::int32_t>(sum);
  }
}

void Train(const std::int16_t* inputs, std::int16_t* const* rows, const std::int32_t* errors, unsigned count,
           std::size_t n) {
  for (unsigned r = 0; r < count; ++r) {
    const std::int32_t error = errors[r];
    std::int16_t* const row = rows[r];
    for (std::size_t i = 0; i < n; ++i) {
      std::int32_t weight = row[i] + ((inputs[i] * error + (1 << 14)) >> 15);
      if (weight > INT16_MAX) weight = INT16_MAX;
      if (weight < INT16_MIN) weight = INT16_MIN;
      row[i] = static_cast<std::int16_t>(weight);
    }
  }
}

}  // namespace

constinit const RowKernels RowKernels::kScalar = {DotProducts, Train};

}  // namespace llmzip::cm
