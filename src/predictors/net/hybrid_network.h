// HybridNetwork: Architecture::kHybrid, blocks over the embedding of the byte before.
#ifndef LLMZIP_PREDICTORS_NET_HYBRID_NETWORK_H_
#define LLMZIP_PREDICTORS_NET_HYBRID_NETWORK_H_

#include "predictors/net/block_network.h"

namespace llmzip::net {

class HybridNetwork final : public BlockNetwork {
 public:
  using BlockNetwork::BlockNetwork;

 private:
  void BeginStream(const Rows& rows, const Buffers& buffers) const override;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_HYBRID_NETWORK_H_
