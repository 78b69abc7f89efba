// BlockNetwork: the common part of the pre-norm architectures. Each block has a layer that mixes over time (gated delta
// rule, windowed attention, or none) and a squared-ReLU layer. Architectures derive from it and set up the residual
// stream.
#ifndef LLMZIP_PREDICTORS_NET_BLOCK_NETWORK_H_
#define LLMZIP_PREDICTORS_NET_BLOCK_NETWORK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "predictors/net/attention_layer.h"
#include "predictors/net/delta_layer.h"
#include "predictors/net/layered_network.h"

namespace llmzip::net {

class BlockNetwork : public LayeredNetwork {
 public:
  BlockNetwork(const Model& model, const NetKernels& kernels);

 protected:
  /// Sets buffers.x of all rows: the input of the first block.
  virtual void BeginStream(const Rows& rows, const Buffers& buffers) const = 0;

 private:
  struct Mixer {
    PackedMatrix in;
    std::optional<DeltaLayer> delta;  // one of the two
    std::optional<AttentionLayer> attention;
    PackedMatrix out;
  };
  struct Block {
    std::optional<Mixer> mixer;
    PackedMatrix up;
    PackedMatrix down;
  };

  [[nodiscard]] Mixer ReadMixer(const Model& model, char kind, const std::string& prefix);
  void RunLayers(const Rows& rows, const Buffers& buffers) const final;
  void Mix(const Mixer& mixer, const Rows& rows, const Buffers& buffers) const;
  void Attend(const AttentionLayer& attention, const Rows& rows, const Buffers& buffers) const;

  std::vector<Block> blocks_;
  std::vector<std::uint32_t> phases_;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_BLOCK_NETWORK_H_
