// KeyValues: the key/value cache of all lanes: one pair of tensors a layer, allocated for all positions from the start.
//
// In float32 on the CPU: blocks of sixteen places, [lanes, key/value heads, blocks, head size, 16], for the project's
// own kernel (kernels/attention_kernel.h). Elsewhere: [lanes, key/value heads, window, head size], for libtorch.
#ifndef LLMZIP_CHECKPOINTS_KEY_VALUES_H_
#define LLMZIP_CHECKPOINTS_KEY_VALUES_H_

#include <cstdint>

#include "checkpoints/placement.h"

namespace llmzip::checkpoints {

struct KeyValues {
  at::Tensor keys;
  at::Tensor values;

  [[nodiscard]] bool blocked() const { return keys.dim() == 5; }

  /// Whether the cache is in blocks on that device and of that type.
  static bool Blocked(const Placement& placement) { return placement.device.is_cpu() && placement.dtype == at::kFloat; }

  /// Zeros, because kernels may read beyond the positions written, and must not read NaN.
  static KeyValues Make(std::int64_t lanes, std::int64_t kv_heads, std::int64_t window, std::int64_t head_size,
                        const Placement& placement);
};

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_KEY_VALUES_H_
