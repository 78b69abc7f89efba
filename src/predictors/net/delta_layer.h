// DeltaLayer: the parts of a gated delta rule layer other than its matrices. Thread safety: immutable; states belong to
// their threads.
#ifndef LLMZIP_PREDICTORS_NET_DELTA_LAYER_H_
#define LLMZIP_PREDICTORS_NET_DELTA_LAYER_H_

#include <cstddef>
#include <string>
#include <vector>

#include "model/model.h"
#include "predictors/net/kernels/net_kernels.h"
#include "predictors/net/rows.h"

namespace llmzip::net {

class DeltaLayer {
 public:
  /// `prefix`: "layers.N.mixer.".
  DeltaLayer(const Model& model, const std::string& prefix, StateLayout& layout);

  /// Floats of scratch that Run needs.
  static std::size_t ScratchFloats(const NetworkConfig& config) { return 3 * std::size_t{config.width}; }

  /// The rows of one lane, one step after another: `projected` holds theirs of [q | k | v | z | a | b].
  void Run(const NetKernels& kernels, const Rows& rows, const LaneRows& lane, const float* projected,
           std::size_t stride, float* scratch, float* out) const;

  /// Of weights.
  [[nodiscard]] std::size_t bytes() const { return (taps_.size() + zeros_.size()) * sizeof(float); }

 private:
  [[nodiscard]] std::size_t convolved() const { return zeros_.size(); }

  std::size_t heads_;
  std::size_t head_width_;
  std::vector<float> taps_;
  std::vector<float> decay_rate_;
  std::vector<float> decay_bias_;
  std::vector<float> step_bias_;
  std::vector<float> zeros_;  // a row from before the start
  std::size_t recent_;        // the last three rows of q, k and v, the newest last
  std::size_t matrices_;      // a head's w × Padded(w) after the other's
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_DELTA_LAYER_H_
