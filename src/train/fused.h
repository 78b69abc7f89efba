// Fused: the functions backed by train/kernels, each reading and writing its activations about once. CPU only.
#ifndef LLMZIP_TRAIN_FUSED_H_
#define LLMZIP_TRAIN_FUSED_H_

#include "train/functions.h"

namespace llmzip::train {

class Fused final : public Functions {
 public:
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
};

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_FUSED_H_
