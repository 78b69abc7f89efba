// HybridNetwork: Architecture::kHybrid, pre-norm blocks of gated delta rules and windowed attention.
#ifndef LLMZIP_PREDICTORS_NET_HYBRID_NETWORK_H_
#define LLMZIP_PREDICTORS_NET_HYBRID_NETWORK_H_

#include <optional>
#include <vector>

#include "predictors/net/attention_layer.h"
#include "predictors/net/delta_layer.h"
#include "predictors/net/layered_network.h"

namespace llmzip::net {

class HybridNetwork final : public LayeredNetwork {
 public:
  HybridNetwork(const Model& model, const NetKernels& kernels);

 private:
  struct Layer {
    PackedMatrix in;
    std::optional<DeltaLayer> delta;  // one of the two
    std::optional<AttentionLayer> attention;
    PackedMatrix out;
    PackedMatrix up;
    PackedMatrix down;
  };

  void RunLayers(const Rows& rows, const Buffers& buffers) const override;
  void Mix(const Layer& layer, const Rows& rows, const Buffers& buffers) const;
  void Attend(const AttentionLayer& attention, const Rows& rows, const Buffers& buffers) const;

  std::vector<Layer> layers_;
  std::vector<std::uint32_t> phases_;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_HYBRID_NETWORK_H_
