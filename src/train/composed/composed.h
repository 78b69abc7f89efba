// Composed: the functions made of ordinary libtorch operations, for tensors on any device.
//
// Written for graphics cards: batched products instead of loops over time, few passes over memory, and nothing for
// which the host must wait. A mixer over many steps keeps only its inputs and is computed again for its gradient, so
// that larger batches fit into memory.
#ifndef LLMZIP_TRAIN_COMPOSED_COMPOSED_H_
#define LLMZIP_TRAIN_COMPOSED_COMPOSED_H_

#include "train/functions.h"

namespace llmzip::train {

class Composed final : public Functions {
 public:
  /// Batches of more steps (of all lanes) than these recompute their mixers.
  static constexpr std::int64_t kMostKeptSteps = 32768;
  explicit Composed(std::int64_t most_kept_steps = kMostKeptSteps) : most_kept_steps_(most_kept_steps) {}

  [[nodiscard]] std::pair<torch::Tensor, torch::Tensor> AddNorm(const torch::Tensor& x, const torch::Tensor& y,
                                                                bool quantise, torch::ScalarType type) const override;
  [[nodiscard]] torch::Tensor SquaredRelu(const torch::Tensor& u, bool quantise) const override;
  [[nodiscard]] torch::Tensor RoundedRows(const torch::Tensor& rows) const override;
  [[nodiscard]] std::pair<torch::Tensor, torch::Tensor> CrossEntropy(const torch::Tensor& logits,
                                                                     const torch::Tensor& bias,
                                                                     const torch::Tensor& targets,
                                                                     bool gradient) const override;

 private:
  [[nodiscard]] std::pair<torch::Tensor, torch::Tensor> Delta(const torch::Tensor& projected,
                                                              const DeltaParameters& parameters, std::int64_t heads,
                                                              const DeltaMemory& memory) const override;
  [[nodiscard]] torch::Tensor Attention(const torch::Tensor& projected, const torch::Tensor& factor,
                                        const AttentionShape& shape, bool quantise,
                                        const AttentionMemory& memory) const override;

  std::int64_t most_kept_steps_;
};

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_COMPOSED_COMPOSED_H_
