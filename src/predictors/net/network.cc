#include "predictors/net/network.h"

#include "predictors/net/hybrid_network.h"
#include "predictors/net/paper_network.h"

namespace llmzip::net {

std::shared_ptr<const Network> Network::FromModel(const Model& model, const NetKernels& kernels) {
  if (model.config().architecture == Architecture::kPaper) return std::make_shared<const PaperNetwork>(model, kernels);
  return std::make_shared<const HybridNetwork>(model, kernels);
}

}  // namespace llmzip::net
