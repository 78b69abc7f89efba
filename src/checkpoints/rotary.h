// Rotary position embedding: pairs of elements (i, i + n/2) of a head's first n turn with the token's place.
//
// Su et al., "RoFormer", arXiv 2104.09864; the halves are Hugging Face's layout. `speeds` are angles per place. They
// are computed in float32, as in the reference, because the rounding of the angle matters at large positions.
#ifndef LLMZIP_CHECKPOINTS_ROTARY_H_
#define LLMZIP_CHECKPOINTS_ROTARY_H_

#include <cstdint>
#include <vector>

#include "checkpoints/config.h"
#include "checkpoints/placement.h"

namespace llmzip::checkpoints {

/// Speeds of the n / 2 pairs, from `rope_theta` and `rope_scaling`, or from `rope_parameters` in newer configurations.
/// Scalings: none, linear, llama3.
std::vector<float> RotarySpeeds(Config& config, std::int64_t rotated, double theta);

/// Cosines and sines for the places 0 … window - 1.
class RotaryTables {
 public:
  RotaryTables() = default;
  RotaryTables(const std::vector<float>& speeds, std::int64_t window, const Placement& placement);

  /// x: [lanes, n, heads, head size], the tokens of places `first` … Returns the turned x; may overwrite x.
  [[nodiscard]] at::Tensor Turn(const at::Tensor& x, std::int64_t first) const;

 private:
  std::int64_t rotated_ = 0;
  at::Tensor cosines_;  // [window, 1, rotated]: both halves, so that one product serves them
  at::Tensor sines_;    // [window, 1, rotated / 2]
};

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_ROTARY_H_
