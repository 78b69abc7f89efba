#include "checkpoints/key_values.h"

#include <vector>

#include "checkpoints/kernels/attention_kernel.h"

namespace llmzip::checkpoints {

KeyValues KeyValues::Make(std::int64_t lanes, std::int64_t kv_heads, std::int64_t window, std::int64_t head_size,
                          const Placement& placement) {
  std::vector<std::int64_t> sizes = {lanes, kv_heads, window, head_size};
  if (Blocked(placement)) {
    const auto places = static_cast<std::int64_t>(kPlacesInBlock);
    sizes = {lanes, kv_heads, (window + places - 1) / places, head_size, places};
  }
  return {at::zeros(sizes, placement.options()), at::zeros(sizes, placement.options())};
}

}  // namespace llmzip::checkpoints
