// Transformer: the decoder that most families are, with what tells them apart as parts that may be missing.
//
// x = embedding (+ position); for each layer x = x + attention(norm(x)), x = x + feed(norm(x)), or, parallel, both
// halves from the same x; logits = output(norm(x)). A family's file says which tensor is which.
#ifndef LLMZIP_CHECKPOINTS_TRANSFORMER_H_
#define LLMZIP_CHECKPOINTS_TRANSFORMER_H_

#include <vector>

#include "checkpoints/attention.h"
#include "checkpoints/feed_forward.h"
#include "checkpoints/language_model.h"
#include "checkpoints/placement.h"

namespace llmzip::checkpoints {

struct TransformerLayer {
  Norm attention_norm;
  Attention attention;
  Norm feed_norm;
  FeedForward feed;
};

struct TransformerParts {
  Placement placement;
  AttentionShape shape;
  std::int64_t longest_window = 0;
  bool parallel = false;
  std::vector<float> rotary_speeds;  ///< empty: no rotary embedding
  at::Tensor embedding;              ///< [vocabulary, hidden]
  at::Tensor positions;              ///< [longest window, hidden], where they are learned; else undefined
  std::vector<TransformerLayer> layers;
  Norm norm;
  Linear output;
  std::uint64_t weight_bytes = 0;
};

class Transformer final : public LanguageModel {
 public:
  explicit Transformer(TransformerParts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] std::int64_t vocabulary() const override { return parts_.output.weight.size(0); }
  [[nodiscard]] std::int64_t longest_window() const override { return parts_.longest_window; }
  [[nodiscard]] std::unique_ptr<ModelState> NewState(std::int64_t lanes, std::int64_t window) const override;
  void Reset(ModelState& state) const override;
  [[nodiscard]] at::Tensor Step(const at::Tensor& tokens, ModelState& state) const override;
  [[nodiscard]] std::uint64_t StateBytes(std::uint64_t lanes, std::uint64_t window) const override;
  [[nodiscard]] std::uint64_t weight_bytes() const override { return parts_.weight_bytes; }

 private:
  TransformerParts parts_;
};

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_TRANSFORMER_H_
