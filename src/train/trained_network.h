// TrainedNetwork: a network's parameters as floats, and its forward pass over segments of several lanes.
//
// Parameters carry the names of TensorsOf(config), a matrix "X.weight" as floats; scales and phases are derived. What
// it computes is net.spec.md, without its roundings or, with Numerics::quantise, with them (gradients pass straight
// through). Not thread-safe.
#ifndef LLMZIP_TRAIN_TRAINED_NETWORK_H_
#define LLMZIP_TRAIN_TRAINED_NETWORK_H_

#include "train/libtorch.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/network_config.h"
#include "train/functions.h"
#include "train/placement.h"
#include "train/sample_inputs.h"

namespace llmzip::train {

struct Numerics {
  torch::ScalarType activations = torch::kFloat32;
  bool quantise = false;
};

/// The network's state for each lane between segments.
struct LaneMemory {
  std::vector<DeltaMemory> delta;  ///< a layer each; empty ones for the other kind
  std::vector<AttentionMemory> attention;
  SampleMemories samples;
  torch::Tensor places;  ///< [lanes] int64: inputs since the lane's beginning
};

class TrainedNetwork {
 public:
  using NamedTensor = std::pair<std::string, torch::Tensor>;

  /// Fresh weights from the seed, the same wherever they are. `config` must pass Check().
  TrainedNetwork(const NetworkConfig& config, std::uint64_t seed, const Placement& placement = {});

  [[nodiscard]] const NetworkConfig& config() const { return config_; }
  [[nodiscard]] std::vector<NamedTensor>& parameters() { return parameters_; }
  [[nodiscard]] const std::vector<NamedTensor>& parameters() const { return parameters_; }
  [[nodiscard]] const torch::Tensor& Get(std::string_view name) const;
  [[nodiscard]] torch::Device device() const { return placement_.device; }
  [[nodiscard]] const Functions& functions() const { return *placement_.functions; }

  [[nodiscard]] LaneMemory NewMemory(std::int64_t lanes, const Numerics& numerics) const;
  /// Resets some lanes, as at the beginning of a file. fresh: [lanes] of bool.
  void Forget(const torch::Tensor& fresh, LaneMemory* memory) const;

  /// inputs: [lanes, steps] of int64, 0 … kBeginSymbol. Gives [lanes * steps, 256] logits, without output.bias.
  /// All tensors given must be on the network's device.
  torch::Tensor Logits(const torch::Tensor& inputs, const Numerics& numerics, LaneMemory* memory) const;

  /// What the logits just given are about: `targets` [lanes * steps] of uint8, or their differences to guesses.
  [[nodiscard]] torch::Tensor Coded(const torch::Tensor& targets, const LaneMemory& memory) const;

  /// The uint32 tensor of that name: rotation.phases or position.phases.
  [[nodiscard]] std::vector<std::uint32_t> Phases() const;

 private:
  torch::Tensor Embedded(const torch::Tensor& inputs, const Numerics& numerics) const;
  torch::Tensor FedForward(std::size_t layer, const torch::Tensor& normed, const Numerics& numerics) const;
  torch::Tensor Mixed(std::size_t layer, const torch::Tensor& normed, const Numerics& numerics,
                      LaneMemory* memory) const;
  torch::Tensor HybridLogits(const torch::Tensor& inputs, const Numerics& numerics, LaneMemory* memory) const;
  torch::Tensor PaperLogits(const torch::Tensor& inputs, const Numerics& numerics, LaneMemory* memory) const;
  torch::Tensor SampleLogits(const torch::Tensor& inputs, const Numerics& numerics, LaneMemory* memory) const;
  /// Takes x + branch (which may be undefined: nothing) through the pre-norm blocks and the output.
  torch::Tensor BlocksLogits(torch::Tensor x, torch::Tensor branch, const Numerics& numerics, LaneMemory* memory) const;
  /// Cosines and sines of place * phase: at least [places, phases].
  [[nodiscard]] const std::pair<torch::Tensor, torch::Tensor>& Turns(std::int64_t places) const;

  NetworkConfig config_;
  Placement placement_;
  std::vector<NamedTensor> parameters_;
  mutable std::pair<torch::Tensor, torch::Tensor> turns_;  // the longest asked for yet
};

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_TRAINED_NETWORK_H_
