// Attention over the tokens of a lane so far, with grouped heads and a cache of keys and values. A step writes the
// cache at its own positions and reads the earlier ones.
#ifndef LLMZIP_CHECKPOINTS_ATTENTION_H_
#define LLMZIP_CHECKPOINTS_ATTENTION_H_

#include <cstdint>

#include "checkpoints/key_values.h"
#include "checkpoints/libtorch.h"
#include "checkpoints/linear.h"
#include "checkpoints/norm.h"
#include "checkpoints/rotary.h"

namespace llmzip::checkpoints {

struct AttentionShape {
  std::int64_t heads = 1;
  std::int64_t kv_heads = 1;  ///< divides heads: each serves heads / kv_heads of them
  std::int64_t head_size = 1;

  [[nodiscard]] std::int64_t stacked() const { return (heads + 2 * kv_heads) * head_size; }
};

struct Attention {
  Linear stacked;   ///< queries, keys, values
  Norm query_norm;  ///< of each head, where the family has it
  Norm key_norm;
  Linear out;
};

/// x: [lanes × n, hidden], the tokens of places `first` … of every lane. `rotary` is null where the family has none.
at::Tensor Attend(const Attention& attention, const AttentionShape& shape, const RotaryTables* rotary,
                  const at::Tensor& x, std::int64_t lanes, std::int64_t first, KeyValues& kept);

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_ATTENTION_H_
