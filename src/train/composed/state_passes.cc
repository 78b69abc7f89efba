#include "train/composed/state_passes.h"

#include <algorithm>
#include <vector>

namespace llmzip::train {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

/// decay_c, to multiply states with.
Tensor DecayOf(const Tensor& decay, std::int64_t chunk) { return decay.select(1, chunk).view({-1, 1, 1}); }

struct PassFunction : public Function<PassFunction> {
  static variable_list forward(AutogradContext* context, const Tensor& wanted, const Tensor& read, const Tensor& keys,
                               const Tensor& decay, const Tensor& state) {
    std::vector<Tensor> updates;
    std::vector<Tensor> before;
    Tensor s = state;
    for (std::int64_t c = 0; c < wanted.size(1); ++c) {
      before.push_back(s);
      updates.push_back(torch::baddbmm(wanted.select(1, c), read.select(1, c), s, 1, -1));
      s = torch::baddbmm(s * DecayOf(decay, c), keys.select(1, c).transpose(1, 2), updates.back());
    }
    const Tensor all_updates = torch::stack(updates, 1);
    const Tensor all_before = torch::stack(before, 1);
    context->save_for_backward({read, keys, decay, all_updates, all_before});
    context->mark_non_differentiable({s});
    return {all_updates, all_before, s};
  }

  /// Backwards only the state's gradient must go chunk by chunk; the rest is done for all at once.
  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor& read = saved[0];
    const Tensor& keys = saved[1];
    const Tensor& decay = saved[2];
    std::vector<Tensor> d_updates;
    std::vector<Tensor> d_after;  // of the state each chunk left
    Tensor d_state = torch::zeros_like(saved[4].select(1, 0));
    for (std::int64_t c = read.size(1) - 1; c >= 0; --c) {
      d_after.push_back(d_state);
      d_updates.push_back(torch::baddbmm(gradients[0].select(1, c), keys.select(1, c), d_state));
      d_state = torch::addcmul(gradients[1].select(1, c), d_state, DecayOf(decay, c));
      d_state = torch::baddbmm(d_state, read.select(1, c).transpose(1, 2), d_updates.back(), 1, -1);
    }
    std::reverse(d_updates.begin(), d_updates.end());
    std::reverse(d_after.begin(), d_after.end());
    const Tensor all_d_updates = torch::stack(d_updates, 1);
    const Tensor all_d_after = torch::stack(d_after, 1);
    return {all_d_updates, torch::matmul(all_d_updates, saved[4].transpose(2, 3)).neg_(),
            torch::matmul(saved[3], all_d_after.transpose(2, 3)), (all_d_after * saved[4]).sum(at::IntArrayRef({2, 3})),
            Tensor()};
  }
};

}  // namespace

StatePasses PassStates(const Tensor& wanted, const Tensor& read, const Tensor& keys, const Tensor& decay,
                       const Tensor& state) {
  auto results = PassFunction::apply(wanted, read, keys, decay, state);
  return {results[0], results[1], results[2]};
}

}  // namespace llmzip::train
