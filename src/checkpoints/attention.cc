#include "checkpoints/attention.h"

#include <ATen/Parallel.h>

#include <cmath>
#include <limits>
#include <vector>

#include "checkpoints/kernels/attention_kernel.h"

namespace llmzip::checkpoints {
namespace {

/// The mask of n new tokens: a query must not see the positions after its own.
at::Tensor Future(std::int64_t n, const at::TensorOptions& options) {
  return at::full({n, n}, -std::numeric_limits<double>::infinity(), options).triu_(1);
}

/// By the project's own kernel. `turned`: [lanes, n, query and key heads, size]; `values`: [lanes, n, heads, size].
at::Tensor AttendInBlocks(const AttentionShape& shape, const at::Tensor& turned, const at::Tensor& values,
                          std::size_t first, KeyValues& kept) {
  const auto n = static_cast<std::size_t>(turned.size(1));
  const auto size = static_cast<std::size_t>(shape.head_size);
  const auto heads = static_cast<std::size_t>(shape.heads);
  const auto kv_heads = static_cast<std::size_t>(shape.kv_heads);
  const std::size_t group = heads / kv_heads;
  const auto kept_floats = static_cast<std::size_t>(kept.keys.stride(1));
  const auto turned_stride = static_cast<std::size_t>(turned.stride(1));
  const auto value_stride = static_cast<std::size_t>(values.stride(1));
  const auto attend = KernelsFor<AttentionKernel>(BestKernel()).attend;
  const auto scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(size)));
  at::Tensor mixed = at::empty({turned.size(0) * turned.size(1), shape.heads * shape.head_size});
  at::parallel_for(0, turned.size(0) * shape.kv_heads, 1, [&](std::int64_t begin, std::int64_t end) {
    std::vector<float> weights(BlockedFloats(first + n, 1));
    for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
      const std::size_t lane = i / kv_heads;
      const std::size_t kv_head = i % kv_heads;
      const float* const turned_rows = turned.data_ptr<float>() + lane * n * turned_stride;
      const float* const value_rows = values.data_ptr<float>() + lane * n * value_stride + kv_head * size;
      float* const keys_kept = kept.keys.data_ptr<float>() + i * kept_floats;
      float* const values_kept = kept.values.data_ptr<float>() + i * kept_floats;
      for (std::size_t t = 0; t < n; ++t) {
        KeepPlace(turned_rows + t * turned_stride + (heads + kv_head) * size, size, first + t, keys_kept);
        KeepPlace(value_rows + t * value_stride, size, first + t, values_kept);
        for (std::size_t head = kv_head * group; head < (kv_head + 1) * group; ++head) {
          attend(turned_rows + t * turned_stride + head * size, keys_kept, values_kept, first + t + 1, size, scale,
                 weights.data(), mixed.data_ptr<float>() + ((lane * n + t) * heads + head) * size);
        }
      }
    }
  });
  return mixed;
}

/// By libtorch.
at::Tensor AttendInProducts(const AttentionShape& shape, const at::Tensor& turned, const at::Tensor& values,
                            std::int64_t first, KeyValues& kept) {
  const std::int64_t lanes = turned.size(0);
  const std::int64_t n = turned.size(1);
  const std::int64_t size = shape.head_size;
  const std::int64_t group = shape.heads / shape.kv_heads;
  kept.keys.narrow(2, first, n).copy_(turned.narrow(2, shape.heads, shape.kv_heads).transpose(1, 2));
  kept.values.narrow(2, first, n).copy_(values.transpose(1, 2));

  // One product for each key/value head: the queries of its group, and of all n tokens, are its rows.
  const std::int64_t products = lanes * shape.kv_heads;
  const std::int64_t seen = first + n;
  const at::Tensor queries = (turned.narrow(2, 0, shape.heads) * (1.0 / std::sqrt(static_cast<double>(size))))
                                 .view({lanes, n, shape.kv_heads, group, size})
                                 .permute({0, 2, 3, 1, 4})
                                 .reshape({products, group * n, size});
  const at::Tensor keys_seen = kept.keys.view({products, -1, size}).narrow(1, 0, seen);
  const at::Tensor values_seen = kept.values.view({products, -1, size}).narrow(1, 0, seen);
  at::Tensor scores = at::bmm(queries, keys_seen.transpose(1, 2));
  if (n > 1) scores.view({products, group, n, seen}).narrow(3, first, n).add_(Future(n, scores.options()));
  const at::Tensor weights = at::softmax(scores, -1, at::kFloat).to(scores.scalar_type());
  return at::bmm(weights, values_seen)
      .view({lanes, shape.kv_heads, group, n, size})
      .permute({0, 3, 1, 2, 4})
      .reshape({lanes * n, shape.heads * size});
}

}  // namespace

at::Tensor Attend(const Attention& attention, const AttentionShape& shape, const RotaryTables* rotary,
                  const at::Tensor& x, std::int64_t lanes, std::int64_t first, KeyValues& kept) {
  const std::int64_t n = x.size(0) / lanes;
  const at::Tensor stacked = attention.stacked(x).view({lanes, n, shape.heads + 2 * shape.kv_heads, shape.head_size});
  const at::Tensor values = stacked.narrow(2, shape.heads + shape.kv_heads, shape.kv_heads);
  at::Tensor turned = stacked.narrow(2, 0, shape.heads + shape.kv_heads);
  if (attention.query_norm.weight.defined()) {
    turned = at::cat({attention.query_norm(turned.narrow(2, 0, shape.heads)),
                      attention.key_norm(turned.narrow(2, shape.heads, shape.kv_heads))},
                     2);
  }
  if (rotary != nullptr) turned = rotary->Turn(turned, first);
  return attention.out(kept.blocked() ? AttendInBlocks(shape, turned, values, static_cast<std::size_t>(first), kept)
                                      : AttendInProducts(shape, turned, values, first, kept));
}

}  // namespace llmzip::checkpoints
