// Functions: the network's parts as differentiable functions over libtorch tensors.
//
// Activations are [rows, n] or [lanes, steps, n] tensors of float or bfloat16; parameters and the residual stream are
// float. With `quantise` a function's result is rounded exactly as the decoder rounds it, and gradients pass straight
// through. There are two sets of them, which agree but for rounding errors: FusedFunctions() over train/kernels, for
// CPUs, and ComposedFunctions() of ordinary libtorch operations, for any device. Pure; not thread-safe: each
// parallelises itself.
#ifndef LLMZIP_TRAIN_FUNCTIONS_H_
#define LLMZIP_TRAIN_FUNCTIONS_H_

#include "train/libtorch.h"

#include <cstdint>
#include <utility>

namespace llmzip::train {

struct DeltaParameters {
  torch::Tensor convolution, decay_rate, decay_bias, step_bias;
};

/// What a gated delta layer remembers of each lane.
struct DeltaMemory {
  torch::Tensor tail;   ///< [lanes, 3, 3 * width] float: the last three steps' q, k, v as projected
  torch::Tensor state;  ///< [lanes, heads, w, w] float
};

struct AttentionShape {
  std::int64_t heads = 0;
  std::int64_t window = 0;
  bool turned = true;       ///< norm and rotation of q and k
  torch::Tensor cosines{};  ///< [places, w / 2], at least past + steps places
  torch::Tensor sines{};
};

/// What an attention layer remembers: the last steps' q, k, v as projected, and how many of them count, a lane each.
struct AttentionMemory {
  torch::Tensor past;    ///< [lanes, places, 3 * width]
  torch::Tensor counts;  ///< [lanes] int64: the last counts[lane] places
};

class Functions {
 public:
  Functions() = default;
  Functions(const Functions&) = delete;
  Functions& operator=(const Functions&) = delete;
  virtual ~Functions() = default;

  /// {x + y, that normed}; y may be undefined. `type` is the normed one's.
  [[nodiscard]] virtual std::pair<torch::Tensor, torch::Tensor> AddNorm(const torch::Tensor& x, const torch::Tensor& y,
                                                                        bool quantise,
                                                                        torch::ScalarType type) const = 0;

  /// max(u, 0)^2.
  [[nodiscard]] virtual torch::Tensor SquaredRelu(const torch::Tensor& u, bool quantise) const = 0;

  /// Each row rounded to multiples of its largest magnitude / 127. Without a gradient.
  [[nodiscard]] virtual torch::Tensor RoundedRows(const torch::Tensor& rows) const = 0;

  /// The same with a gradient, which passes straight through.
  [[nodiscard]] torch::Tensor Requantise(const torch::Tensor& v) const;

  /// v [..., in] times weight [out, in] transposed, in v's type.
  [[nodiscard]] torch::Tensor Linear(const torch::Tensor& v, const torch::Tensor& weight, bool quantise) const;

  /// Bits of each target (uint8) under softmax(logits + bias): [rows], and the gradient of their sum or mean.
  [[nodiscard]] torch::Tensor CodeLengths(const torch::Tensor& logits, const torch::Tensor& bias,
                                          const torch::Tensor& targets) const;

  /// projected: [lanes, steps, 4 * width + 2 * heads]. Replaces *memory by what the segment leaves.
  torch::Tensor DeltaMixer(const torch::Tensor& projected, const DeltaParameters& parameters, std::int64_t heads,
                           DeltaMemory* memory) const;

  /// projected: [lanes, steps, 3 * width]; factor: [heads], of the scores. Replaces *memory by what the segment leaves.
  torch::Tensor AttentionMixer(const torch::Tensor& projected, const torch::Tensor& factor, const AttentionShape& shape,
                               bool quantise, AttentionMemory* memory) const;

  /// Of CodeLengths, without a gradient: {bits, gradient of their sum in nats}; the second only if wanted.
  [[nodiscard]] virtual std::pair<torch::Tensor, torch::Tensor> CrossEntropy(const torch::Tensor& logits,
                                                                             const torch::Tensor& bias,
                                                                             const torch::Tensor& targets,
                                                                             bool gradient) const = 0;

 private:
  /// {result, the state after it}.
  [[nodiscard]] virtual std::pair<torch::Tensor, torch::Tensor> Delta(const torch::Tensor& projected,
                                                                      const DeltaParameters& parameters,
                                                                      std::int64_t heads,
                                                                      const DeltaMemory& memory) const = 0;
  [[nodiscard]] virtual torch::Tensor Attention(const torch::Tensor& projected, const torch::Tensor& factor,
                                                const AttentionShape& shape, bool quantise,
                                                const AttentionMemory& memory) const = 0;
};

const Functions& FusedFunctions();
const Functions& ComposedFunctions();

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_FUNCTIONS_H_
