// AttentionLayer: the parts of a windowed attention layer other than its matrices, for both architectures.
// Thread safety: immutable; states belong to their threads.
#ifndef LLMZIP_PREDICTORS_NET_ATTENTION_LAYER_H_
#define LLMZIP_PREDICTORS_NET_ATTENTION_LAYER_H_

#include <cstddef>
#include <utility>
#include <vector>

#include "model/network_config.h"
#include "predictors/net/kernels/net_kernels.h"
#include "predictors/net/network_state.h"

namespace llmzip::net {

class AttentionLayer {
 public:
  /// `factors`: one for each head, see AttentionRow.
  AttentionLayer(const NetworkConfig& config, std::vector<float> factors, StateLayout& layout)
      : heads_(config.heads), head_width_(config.head_width()), window_(config.window), factors_(std::move(factors)) {
    keys_ = layout.Bytes(heads_ * window_ * head_width_);
    values_ = layout.Bytes(heads_ * window_ * Padded(head_width_));
    key_scales_ = layout.Floats(heads_ * window_);
    value_scales_ = layout.Floats(heads_ * window_);
    key_starts_ = layout.Bytes(heads_ * window_ * sizeof(std::int32_t));
  }

  /// Floats of scratch that Attend needs.
  static std::size_t ScratchFloats(const NetworkConfig& config) { return 2 * std::size_t{config.window}; }

  /// One row: stores its key and value and writes the attention's result to `out`. Without `cosine`: no norm, no
  /// rotation.
  void Attend(const NetKernels& kernels, NetworkState& state, const float* qkv, const float* cosine, const float* sine,
              std::uint64_t place, float* scratch, float* out) const {
    const AttentionCache cache = {state.bytes(keys_), state.bytes(values_), state.floats(key_scales_),
                                  state.floats(value_scales_),
                                  reinterpret_cast<std::int32_t*>(state.bytes(key_starts_))};
    kernels.attend({qkv, cosine, sine, factors_.data(), cache, place, window_, heads_, head_width_, scratch, out});
  }

 private:
  std::size_t heads_;
  std::size_t head_width_;
  std::size_t window_;
  std::vector<float> factors_;
  std::size_t keys_ = 0;
  std::size_t values_ = 0;
  std::size_t key_scales_ = 0;
  std::size_t value_scales_ = 0;
  std::size_t key_starts_ = 0;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_ATTENTION_LAYER_H_
