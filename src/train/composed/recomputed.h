// Recomputed: a differentiable function that keeps only its inputs, and runs again for its gradient (activation
// checkpointing).
//
// Body has `struct Options`, numbers, and `static variable_list Run(const Options&, const variable_list&)`, whose first
// result has a gradient and whose others have none.
#ifndef LLMZIP_TRAIN_COMPOSED_RECOMPUTED_H_
#define LLMZIP_TRAIN_COMPOSED_RECOMPUTED_H_

#include "train/libtorch.h"

#include <cstring>
#include <string>
#include <type_traits>

namespace llmzip::train {

template <typename Body>
struct Recomputed : public torch::autograd::Function<Recomputed<Body>> {
  using Options = typename Body::Options;
  static_assert(std::is_trivially_copyable_v<Options>);

  template <typename... Inputs>
  static torch::autograd::variable_list forward(torch::autograd::AutogradContext* context, const Options& options,
                                                const Inputs&... inputs) {
    auto results = Body::Run(options, {inputs...});
    context->save_for_backward({inputs...});
    context->saved_data["options"] = std::string(reinterpret_cast<const char*>(&options), sizeof options);
    context->mark_non_differentiable({results.begin() + 1, results.end()});
    context->set_materialize_grads(false);
    return results;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 const torch::autograd::variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    Options options;
    const std::string stored = context->saved_data["options"].toStringRef();
    std::memcpy(&options, stored.data(), sizeof options);
    torch::autograd::variable_list inputs;
    torch::autograd::variable_list wanted;
    for (const torch::Tensor& input : saved) {
      inputs.push_back(input.detach().set_requires_grad(input.requires_grad()));
      if (input.requires_grad()) wanted.push_back(inputs.back());
    }
    torch::autograd::variable_list found;
    {
      const torch::AutoGradMode with_gradient(true);
      found = torch::autograd::grad({Body::Run(options, inputs)[0]}, wanted, {gradients[0]});
    }
    torch::autograd::variable_list result(1);  // of the options
    std::size_t next = 0;
    for (const torch::Tensor& input : inputs) result.push_back(input.requires_grad() ? found[next++] : torch::Tensor());
    return result;
  }
};

/// Body's results, by whichever way.
template <typename Body, typename... Inputs>
torch::autograd::variable_list RunBody(bool recompute, const typename Body::Options& options, const Inputs&... inputs) {
  return recompute ? Recomputed<Body>::apply(options, inputs...) : Body::Run(options, {inputs...});
}

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_COMPOSED_RECOMPUTED_H_
