#include "train/initial_weights.h"

#include <cmath>
#include <string_view>

namespace llmzip::train {
namespace {

constexpr double kDecayRate = 4.0;
/// Initial time constants of forgetting, in bytes, for the first and the last head; the others lie between, evenly in
/// the logarithm.
constexpr double kShortestMemory = 8;
constexpr double kLongestMemory = 4096;

torch::Tensor DecayBias(std::int64_t heads) {
  torch::Tensor bias = torch::empty({heads});
  for (std::int64_t h = 0; h < heads; ++h) {
    const double way = heads == 1 ? 0.5 : static_cast<double>(h) / static_cast<double>(heads - 1);
    const double gate = 1.0 / (kDecayRate * kShortestMemory * std::pow(kLongestMemory / kShortestMemory, way));
    bias[h] = std::log(gate / (1.0 - gate));
  }
  return bias;
}

}  // namespace

torch::Tensor InitialWeights(const NetworkConfig& config, const TensorShape& shape, at::Generator& generator) {
  const std::string_view name = shape.name;
  std::vector<std::int64_t> sizes(shape.dimensions.begin(), shape.dimensions.end());
  const auto normal = [&](double deviation) {
    return torch::randn(sizes, generator, torch::TensorOptions()) * deviation;
  };
  if (name == "embedding.weight") {
    if (SeesSamples(config)) return normal(0.1);  // the samples around matter more
    // The paper's positions have magnitude 1, and its embedding is multiplied by sqrt(width).
    return normal(config.architecture == Architecture::kPaper ? 1.0 / std::sqrt(config.width) : 1.0);
  }
  if (name == "output.weight") return normal(0.02);
  // Branches start as zero, so that the first steps train the embedding and the output.
  if (name.ends_with("mixer.out.weight") || name.ends_with("down.weight")) {
    return config.architecture == Architecture::kPaper ? normal(1.0 / std::sqrt(static_cast<double>(sizes[1])))
                                                       : torch::zeros(sizes);
  }
  if (name.ends_with(".weight")) return normal(1.0 / std::sqrt(static_cast<double>(sizes[1])));
  if (name.ends_with("convolution")) {
    torch::Tensor taps = normal(0.1);
    taps[3] += 1.0;  // the newest
    return taps;
  }
  if (name.ends_with("temperature")) return torch::full(sizes, std::sqrt(static_cast<double>(config.head_width())));
  if (name.ends_with("decay_rate")) return torch::full(sizes, kDecayRate);
  if (name.ends_with("decay_bias")) return DecayBias(sizes[0]);
  if (name.ends_with("gain")) return torch::ones(sizes);
  return torch::zeros(sizes);
}

}  // namespace llmzip::train
