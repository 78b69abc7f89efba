// The mixer kernels in plain C++: the definition the others are tested against.
#include "predictors/cm/kernels/mixer_kernels.h"

namespace llmzip::cm {
namespace {

std::int32_t DotProduct(const std::int16_t* inputs, const std::int16_t* weights, std::size_t n) {
  std::uint32_t sum = 0;  // unsigned: wraps, as the definition says
  for (std::size_t i = 0; i < n; ++i) sum += static_cast<std::uint32_t>(std::int32_t{inputs[i]} * weights[i]);
  return static_cast<std::int32_t>(sum);
}

void Train(const std::int16_t* inputs, std::int16_t* weights, std::size_t n, std::int32_t error) {
  for (std::size_t i = 0; i < n; ++i) {
    std::int32_t weight = weights[i] + ((inputs[i] * error + (1 << 14)) >> 15);
    if (weight > INT16_MAX) weight = INT16_MAX;
    if (weight < INT16_MIN) weight = INT16_MIN;
    weights[i] = static_cast<std::int16_t>(weight);
  }
}

}  // namespace

const MixerKernels kMixerScalar = {DotProduct, Train};

}  // namespace llmzip::cm
