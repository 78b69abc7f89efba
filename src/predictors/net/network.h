// Network: the forward pass of a model, exact on every machine (net.spec.md).
//
// Config, weights and state are separate. A Network is an immutable, packed copy of a model's weights, shared by
// threads; a NetworkState is everything one lane remembers. Forward takes a matrix of times × lanes: a decoder advances
// all lanes by one step, and an encoder, which knows the bytes to come, computes many steps at once with the same
// result.
// Thread safety: a Network is immutable; a NetworkState and a Workspace belong to one thread at a time.
#ifndef LLMZIP_PREDICTORS_NET_NETWORK_H_
#define LLMZIP_PREDICTORS_NET_NETWORK_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "model/model.h"
#include "predictors/net/kernels/net_kernels.h"
#include "predictors/net/network_state.h"
#include "predictors/net/workspace.h"

namespace llmzip::net {

class Network {
 public:
  static std::shared_ptr<const Network> FromModel(const Model& model,
                                                  const NetKernels& kernels = KernelsFor<NetKernels>(BestKernel()));

  /// The packed copy that all users of a model share. The first use packs it; it lives as long as the model.
  static std::shared_ptr<const Network> SharedFromModel(const Model& model, Kernel kernel = BestKernel());

  Network() = default;
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;
  virtual ~Network() = default;

  [[nodiscard]] virtual const NetworkConfig& config() const = 0;
  [[nodiscard]] virtual const NetKernels& kernels() const = 0;

  /// Bytes of packed weights, of one lane's state, and at most of a workspace.
  [[nodiscard]] virtual std::uint64_t weight_bytes() const = 0;
  [[nodiscard]] virtual std::uint64_t state_bytes() const = 0;
  [[nodiscard]] virtual std::uint64_t workspace_bytes() const = 0;

  [[nodiscard]] virtual std::unique_ptr<NetworkState> NewState() const = 0;

  /// Feeds `steps` inputs (0 … 255 or kBeginSymbol) to each lane and gives the logits after each: inputs[lane * steps +
  /// step], logits[(lane * steps + step) * 256 + symbol]. Any split of a sequence into calls, and of lanes into calls,
  /// gives the same logits. Chunks start as the config says.
  virtual void Forward(std::span<NetworkState* const> lanes, std::size_t steps, std::span<const std::uint16_t> inputs,
                       Workspace& workspace, std::span<float> logits) const = 0;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_NETWORK_H_
