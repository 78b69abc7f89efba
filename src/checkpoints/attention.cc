#include "checkpoints/attention.h"

#include <cmath>
#include <limits>

namespace llmzip::checkpoints {
namespace {

/// What the queries of n tokens must not see: the places after their own, among the newest n.
at::Tensor Future(std::int64_t n, const at::TensorOptions& options) {
  return at::full({n, n}, -std::numeric_limits<double>::infinity(), options).triu_(1);
}

}  // namespace

at::Tensor Attend(const Attention& attention, const AttentionShape& shape, const RotaryTables* rotary,
                  const at::Tensor& x, std::int64_t lanes, std::int64_t first, KeyValues& kept) {
  const std::int64_t n = x.size(0) / lanes;
  const std::int64_t size = shape.head_size;
  const std::int64_t group = shape.heads / shape.kv_heads;
  const at::Tensor stacked = attention.stacked(x).view({lanes, n, shape.heads + 2 * shape.kv_heads, size});

  at::Tensor turning = stacked.narrow(2, 0, shape.heads + shape.kv_heads);
  if (attention.query_norm.weight.defined()) {
    turning = at::cat({attention.query_norm(turning.narrow(2, 0, shape.heads)),
                       attention.key_norm(turning.narrow(2, shape.heads, shape.kv_heads))},
                      2);
  }
  if (rotary != nullptr) turning = rotary->Turn(turning, first);

  kept.keys.narrow(2, first, n).copy_(turning.narrow(2, shape.heads, shape.kv_heads).transpose(1, 2));
  kept.values.narrow(2, first, n)
      .copy_(stacked.narrow(2, shape.heads + shape.kv_heads, shape.kv_heads).transpose(1, 2));

  // One product for each key/value head: the queries of its group, and of all n tokens, are its rows.
  const std::int64_t products = lanes * shape.kv_heads;
  const std::int64_t seen = first + n;
  const at::Tensor queries = (turning.narrow(2, 0, shape.heads) * (1.0 / std::sqrt(static_cast<double>(size))))
                                 .view({lanes, n, shape.kv_heads, group, size})
                                 .permute({0, 2, 3, 1, 4})
                                 .reshape({products, group * n, size});
  const at::Tensor keys = kept.keys.view({products, -1, size}).narrow(1, 0, seen);
  const at::Tensor values = kept.values.view({products, -1, size}).narrow(1, 0, seen);
  at::Tensor scores = at::bmm(queries, keys.transpose(1, 2));
  if (n > 1) scores.view({products, group, n, seen}).narrow(3, first, n).add_(Future(n, scores.options()));
  const at::Tensor weights = at::softmax(scores, -1, at::kFloat).to(scores.scalar_type());
  const at::Tensor mixed = at::bmm(weights, values)
                               .view({lanes, shape.kv_heads, group, n, size})
                               .permute({0, 3, 1, 2, 4})
                               .reshape({lanes * n, shape.heads * size});
  return attention.out(mixed);
}

}  // namespace llmzip::checkpoints
