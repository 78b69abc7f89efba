#include "predictors/net/delta_layer.h"

#include <algorithm>

namespace llmzip::net {
namespace {

constexpr std::size_t kRecent = 3;

}  // namespace

DeltaLayer::DeltaLayer(const Model& model, const std::string& prefix, StateLayout& layout)
    : heads_(model.config().heads),
      head_width_(model.config().head_width()),
      taps_(model.Float32(prefix + "convolution")),
      decay_rate_(model.Float32(prefix + "decay_rate")),
      decay_bias_(model.Float32(prefix + "decay_bias")),
      step_bias_(model.Float32(prefix + "step_bias")),
      zeros_(3 * std::size_t{model.config().width}),
      recent_(layout.Floats(kRecent * zeros_.size())),
      matrices_(layout.Floats(heads_ * head_width_ * Padded(head_width_))) {}

void DeltaLayer::Run(const NetKernels& kernels, const Rows& rows, const LaneRows& lane, const float* projected,
                     std::size_t stride, float* scratch, float* out) const {
  const std::size_t width = heads_ * head_width_;
  const std::size_t n = convolved();
  float* const recent = lane.state->floats(recent_);
  float* const matrices = lane.state->floats(matrices_);
  for (std::size_t i = 0; i < lane.count; ++i) {
    const std::uint64_t place = rows.places[lane.first + i];
    const float* const row = projected + (lane.first + i) * stride;
    const float* before[kRecent + 1] = {row};
    for (std::size_t k = 1; k <= kRecent; ++k) {
      if (k > place) {
        before[k] = zeros_.data();
      } else {
        before[k] = i >= k ? row - k * stride : recent + (kRecent + i - k) * n;
      }
    }
    if (place == 0) std::fill_n(matrices, heads_ * head_width_ * Padded(head_width_), 0.0F);
    kernels.convolve(taps_.data(), before, n, scratch);
    const float* const z = row + 3 * width;
    kernels.delta({scratch, z, z + width, z + width + heads_, decay_rate_.data(), decay_bias_.data(), step_bias_.data(),
                   matrices, heads_, head_width_, out + (lane.first + i) * width});
  }
  for (std::size_t k = 0; k < kRecent; ++k) {  // row k of the new three is row count + k of the old three and the new
    const std::size_t index = lane.count + k;
    const float* const from =
        index < kRecent ? recent + index * n : projected + (lane.first + index - kRecent) * stride;
    std::copy_n(from, n, recent + k * n);
  }
}

}  // namespace llmzip::net
