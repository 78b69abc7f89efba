// Kernels: the parts of the network between the matrix products, forwards and backwards, fused so that a training step
// reads and writes each activation about once.
//
// Matrix products are libtorch's; on a CPU with bfloat16 products they are so fast that everything else would take most
// of the time. Every kernel is compiled for several instruction sets (LLMZIP_TRAIN_ISA) and chosen at run time. T is
// how activations are stored: float, or BFloat16. All functions are pure in their arguments; callers run them in
// parallel over disjoint rows or heads.
#ifndef LLMZIP_TRAIN_KERNELS_KERNELS_H_
#define LLMZIP_TRAIN_KERNELS_KERNELS_H_

#include <cstddef>
#include <cstdint>

#include "simd/kernels_for.h"
#include "train/kernels/lane_math.h"

namespace llmzip::train {

/// One head of one sequence through the gated delta rule; pointers are at the sequence's first step.
template <typename T>
struct DeltaHead {
  const T* projected = nullptr;  ///< [steps][stride]: q, k, v, z (width each), a, b (heads each)
  std::size_t steps = 0;
  std::size_t stride = 0;
  std::size_t width = 0;
  std::size_t heads = 0;
  std::size_t head = 0;
  const float* convolution = nullptr;  ///< [4][3 * width]
  float decay_rate = 0;
  float decay_bias = 0;
  float step_bias = 0;
  const float* tail = nullptr;          ///< [3][3 * width]: what was projected in the three steps before
  const float* state_before = nullptr;  ///< [w][w]
  float* state_after = nullptr;         ///< [w][w]; also the running state
  float* checkpoints = nullptr;         ///< [ceil(steps / kDeltaChunk)][w][w]: the state each chunk began with
  T* out = nullptr;                     ///< [steps][width]
};

/// Gradients of a DeltaHead; sums are added to, `projected` is overwritten.
template <typename T>
struct DeltaHeadGradient {
  const T* out = nullptr;
  T* projected = nullptr;
  float* convolution = nullptr;  ///< [4][3 * width]; this head's columns
  float* scalars = nullptr;      ///< decay_rate, decay_bias, step_bias
};

inline constexpr std::size_t kDeltaChunk = 32;

/// One head of one sequence through windowed attention. Rows before the first step are what earlier segments left.
template <typename T>
struct AttentionHead {
  const T* past = nullptr;     ///< [past_steps][3 * width]
  std::size_t past_steps = 0;  ///< rows of `past`; the last `past_valid` of them count
  std::size_t past_valid = 0;
  const T* projected = nullptr;  ///< [steps][3 * width]: q, k, v
  std::size_t steps = 0;
  std::size_t width = 0;
  std::size_t head_width = 0;
  std::size_t head = 0;
  std::size_t window = 0;
  const float* cosines = nullptr;  ///< [past_steps + steps][w / 2], or nullptr: neither norm nor rotation
  const float* sines = nullptr;
  float factor = 0;  ///< of the scores
  bool quantise = false;
  float* log_sums = nullptr;  ///< [steps]: kept for the gradient
  T* out = nullptr;           ///< [steps][width]
};

template <typename T>
struct AttentionHeadGradient {
  const T* out = nullptr;
  T* projected = nullptr;   ///< overwritten
  float* factor = nullptr;  ///< added to
};

template <typename T>
struct Kernels {
  /// sum = x + y (y may be null), normed = sum / root mean square, requantised if asked; scales[row] is 1 / that root.
  void (*add_norm)(const float* x, const T* y, std::size_t rows, std::size_t n, bool quantise, float* sum, T* normed,
                   float* scales);
  /// d_x = d_sum (may be null) + through the norm; d_y the same (may be null).
  void (*add_norm_gradient)(const float* sum, const float* scales, const float* d_sum, const T* d_normed,
                            std::size_t rows, std::size_t n, float* d_x, T* d_y);
  /// out = max(u, 0)^2, requantised if asked.
  void (*squared_relu)(const T* u, std::size_t rows, std::size_t n, bool quantise, T* out);
  void (*squared_relu_gradient)(const T* u, const T* d_out, std::size_t count, T* d_u);
  void (*requantise)(const T* in, std::size_t rows, std::size_t n, T* out);
  /// Adds nothing: loss[row] in bits of targets[row] under softmax(logits + bias); logits' gradient of the sum in nats.
  void (*cross_entropy)(const T* logits, const float* bias, const std::uint8_t* targets, std::size_t rows, float* bits,
                        T* d_logits);
  void (*delta)(const DeltaHead<T>& head);
  void (*delta_gradient)(const DeltaHead<T>& head, const DeltaHeadGradient<T>& gradient);
  void (*attention)(const AttentionHead<T>& head);
  void (*attention_gradient)(const AttentionHead<T>& head, const AttentionHeadGradient<T>& gradient);
};

/// Those of an instruction set.
struct KernelSet {
  Kernels<float> floats;
  Kernels<BFloat16> halves;

  static const KernelSet kScalar, kAvx2, kAvx512;
};

/// For this machine's best instruction set.
template <typename T>
const Kernels<T>& GetKernels();

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_KERNELS_KERNELS_H_
