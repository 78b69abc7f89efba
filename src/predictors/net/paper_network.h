// PaperNetwork: Architecture::kPaper, the decoder-only Transformer of "Language Modeling Is Compression": sinusoidal
// positions, attention over the whole chunk, norms after the sums.
#ifndef LLMZIP_PREDICTORS_NET_PAPER_NETWORK_H_
#define LLMZIP_PREDICTORS_NET_PAPER_NETWORK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "predictors/net/attention_layer.h"
#include "predictors/net/layered_network.h"

namespace llmzip::net {

class PaperNetwork final : public LayeredNetwork {
 public:
  PaperNetwork(const Model& model, const NetKernels& kernels);

 private:
  struct Norm {
    std::vector<float> gain;
    std::vector<float> bias;
  };
  struct Layer {
    PackedMatrix in;
    AttentionLayer attention;
    PackedMatrix out;
    Norm mixer_norm;
    PackedMatrix up;
    std::vector<float> up_bias;
    PackedMatrix down;
    std::vector<float> down_bias;
    Norm feed_norm;
  };

  void RunLayers(const Rows& rows, const Buffers& buffers) const override;
  void EmbedAt(std::uint16_t input, std::uint64_t place, const Buffers& buffers, float* x) const;
  void Attend(const AttentionLayer& attention, const Rows& rows, const Buffers& buffers) const;
  void FeedForward(const Layer& layer, std::size_t rows, const Buffers& buffers) const;
  void AddAndNorm(const Norm& norm, std::size_t rows, const Buffers& buffers) const;

  std::vector<Layer> layers_;
  std::vector<std::uint32_t> phases_;
  float root_of_width_;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_PAPER_NETWORK_H_
