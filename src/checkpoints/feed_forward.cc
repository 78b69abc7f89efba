#include "checkpoints/feed_forward.h"

namespace llmzip::checkpoints {
namespace {

at::Tensor Activate(Activation activation, const at::Tensor& x) {
  switch (activation) {
    case Activation::kGelu:
      return at::gelu(x);
    case Activation::kGeluTanh:
      return at::gelu(x, "tanh");
    case Activation::kRelu:
      return at::relu(x);
    case Activation::kSilu:
      return at::silu(x);
  }
  return x;
}

}  // namespace

std::optional<Activation> ActivationNamed(const std::string& name) {
  if (name == "gelu") return Activation::kGelu;
  if (name == "gelu_new" || name == "gelu_fast" || name == "gelu_pytorch_tanh") return Activation::kGeluTanh;
  if (name == "relu") return Activation::kRelu;
  if (name == "silu" || name == "swish") return Activation::kSilu;
  return std::nullopt;
}

at::Tensor FeedForward::operator()(const at::Tensor& x) const {
  const at::Tensor wide = up(x);
  if (!gated) return down(Activate(activation, wide));
  const std::int64_t half = wide.size(-1) / 2;
  return down(Activate(activation, wide.narrow(-1, 0, half)).mul_(wide.narrow(-1, half, half)));
}

}  // namespace llmzip::checkpoints
