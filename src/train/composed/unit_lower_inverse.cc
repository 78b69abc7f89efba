#include "train/composed/unit_lower_inverse.h"

namespace llmzip::train {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

constexpr std::int64_t kSeriesBlock = 8;

/// The blocks of `size` along the diagonal: [batch * n / size, size, size], as they lie (not to be written).
Tensor DiagonalBlocks(const Tensor& matrices, std::int64_t size) {
  const std::int64_t count = matrices.size(1) / size;
  return matrices.view({-1, count, size, count, size}).diagonal(0, 1, 3).permute({0, 3, 1, 2});
}

/// Products in whole floats while it lives: errors would grow on their way through the inverse.
class FullPrecision {
 public:
  FullPrecision() { at::globalContext().setAllowTF32CuBLAS(false); }
  FullPrecision(const FullPrecision&) = delete;
  FullPrecision& operator=(const FullPrecision&) = delete;
  ~FullPrecision() { at::globalContext().setAllowTF32CuBLAS(before_); }

 private:
  bool before_ = at::globalContext().allowTF32CuBLAS();
};

Tensor Inverse(const Tensor& lower) {
  const FullPrecision full;
  const std::int64_t batch = lower.size(0);
  const std::int64_t n = lower.size(1);
  // (1 + M)^-1 = (1 - M)(1 + M^2)(1 + M^4), M^8 being zero.
  const Tensor blocks = DiagonalBlocks(lower, kSeriesBlock).reshape({-1, kSeriesBlock, kSeriesBlock});
  const Tensor square = torch::bmm(blocks, blocks);
  Tensor inverse = torch::eye(kSeriesBlock, lower.options()) - blocks;
  inverse = torch::baddbmm(inverse, inverse, square);
  inverse = torch::baddbmm(inverse, inverse, torch::bmm(square, square));
  for (std::int64_t size = kSeriesBlock; size < n; size *= 2) {
    const std::int64_t pairs = n / (2 * size);
    const Tensor both = inverse.view({batch * pairs, 2, size, size});
    const Tensor first = both.select(1, 0);
    const Tensor second = both.select(1, 1);
    const Tensor below = DiagonalBlocks(lower, 2 * size).slice(2, size).slice(3, 0, size).reshape({-1, size, size});
    Tensor next = torch::zeros({batch * pairs, 2 * size, 2 * size}, lower.options());
    next.slice(1, 0, size).slice(2, 0, size).copy_(first);
    next.slice(1, size).slice(2, size).copy_(second);
    next.slice(1, size).slice(2, 0, size).copy_(torch::bmm(torch::bmm(second, below), first).neg_());
    inverse = next;
  }
  return inverse.view({batch, n, n});
}

struct InverseFunction : public Function<InverseFunction> {
  static Tensor forward(AutogradContext* context, const Tensor& lower) {
    Tensor inverse = Inverse(lower.contiguous());
    context->save_for_backward({inverse});
    return inverse;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const Tensor turned = context->get_saved_variables()[0].transpose(1, 2);
    return {torch::bmm(torch::bmm(turned, gradients[0]), turned).neg_().tril_(-1)};
  }
};

}  // namespace

Tensor UnitLowerInverse(const Tensor& lower) { return InverseFunction::apply(lower); }

}  // namespace llmzip::train
