// FeedForward: the layer's second half: up, an activation (times a gate), down.
#ifndef LLMZIP_CHECKPOINTS_FEED_FORWARD_H_
#define LLMZIP_CHECKPOINTS_FEED_FORWARD_H_

#include <optional>
#include <string>

#include "checkpoints/libtorch.h"
#include "checkpoints/linear.h"

namespace llmzip::checkpoints {

enum class Activation { kGelu, kGeluTanh, kRelu, kSilu };

/// By Hugging Face's name: "gelu", "gelu_new", …
std::optional<Activation> ActivationNamed(const std::string& name);

struct FeedForward {
  Linear up;  ///< gated: the gate's outputs, then as many others, which the activated gate multiplies
  Linear down;
  Activation activation = Activation::kGelu;
  bool gated = false;

  [[nodiscard]] at::Tensor operator()(const at::Tensor& x) const;
};

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_FEED_FORWARD_H_
