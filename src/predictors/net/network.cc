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

std::shared_ptr<const Network> Network::SharedFromModel(const Model& model, Kernel kernel) {
  const auto pack = [&] { return FromModel(model, KernelsFor<NetKernels>(kernel)); };
  return model.GetOrCompute<Network>(static_cast<unsigned>(kernel), pack);  // the order of bytes is the kernel's
}

}  // namespace llmzip::net
