#include "predictors/net/network.h"

#include "predictors/net/hybrid_network.h"

namespace llmzip::net {

std::shared_ptr<const Network> Network::FromModel(const Model& model, const NetKernels& kernels) {
  return std::make_shared<const HybridNetwork>(model, kernels);
}

}  // namespace llmzip::net
