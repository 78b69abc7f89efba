#include "predictors/net/network.h"

#include "predictors/net/hybrid_network.h"
#include "predictors/net/paper_network.h"
#include "predictors/net/sample_network.h"

namespace llmzip::net {

std::shared_ptr<const Network> Network::FromModel(const Model& model, const NetKernels& kernels) {
  switch (model.config().architecture) {
    case Architecture::kPaper:
      return std::make_shared<const PaperNetwork>(model, kernels);
    case Architecture::kPatch:
    case Architecture::kWave:
      return std::make_shared<const SampleNetwork>(model, kernels);
    case Architecture::kHybrid:
      break;
  }
  return std::make_shared<const HybridNetwork>(model, kernels);
}

std::shared_ptr<const Network> Network::SharedFromModel(const Model& model, const NetKernels& kernels) {
  const auto pack = [&]() -> std::shared_ptr<const void> { return FromModel(model, kernels); };
  return std::static_pointer_cast<const Network>(model.Derived(&kernels, pack));  // the order of bytes is the kernels'
}

}  // namespace llmzip::net
