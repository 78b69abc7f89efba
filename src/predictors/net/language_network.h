// LanguageNetwork: the forward pass of a language model of tokens, exact on every machine (net.spec.md, "language").
//
// A network's big matrices stay where the model's file has them; a LanguageState is what one lane remembers. Forward
// takes any tokens of any lanes together: a decoder advances many lanes by one token, an encoder one lane by many, and
// all get the same bits. The threads of a team share every matrix, so that weights are read once for all rows.
// Thread safety: immutable; states, workspace and team belong to one Forward at a time.
#ifndef LLMZIP_PREDICTORS_NET_LANGUAGE_NETWORK_H_
#define LLMZIP_PREDICTORS_NET_LANGUAGE_NETWORK_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "base/thread_team.h"
#include "model/model.h"
#include "predictors/net/language_state.h"
#include "predictors/net/language_weights.h"
#include "predictors/net/language_workspace.h"

namespace llmzip::net {

class LanguageNetwork {
 public:
  /// The network that all users of a model share. `model` must have language(), and outlive the network.
  static std::shared_ptr<const LanguageNetwork> SharedFromModel(const Model& model, Kernel kernel = BestKernel());

  LanguageNetwork(const Model& model, Kernel kernel) : weights_(model, kernel) {}

  [[nodiscard]] const LanguageConfig& config() const { return weights_.config; }
  [[nodiscard]] const LanguageKernels& kernels() const { return weights_.language; }

  /// Bytes that the network needs beside the model's file.
  [[nodiscard]] std::uint64_t weight_bytes() const { return weights_.bytes(); }

  /// Bytes of a state of that many places, and at most of a workspace for such states.
  [[nodiscard]] std::uint64_t state_bytes(std::uint32_t capacity) const {
    return LanguageState::Bytes(config(), capacity);
  }
  static std::uint64_t WorkspaceBytes(const LanguageConfig& config, std::uint32_t capacity, unsigned threads);

  /// A lane before its first token, that can hold `capacity` places; at most config().context.
  [[nodiscard]] std::unique_ptr<LanguageState> NewState(std::uint32_t capacity) const {
    return std::make_unique<LanguageState>(config(), capacity);
  }

  /// Floats from one row of logits to the next; those beyond the vocabulary mean nothing.
  [[nodiscard]] std::size_t logit_stride() const { return weights_.head.padded_rows(); }

  /// What a lane is fed: rows of the embedding. The state must have room for them.
  struct Feed {
    LanguageState* state;
    std::span<const std::uint32_t> tokens;
    float* logits;  ///< a row after each token, of logit_stride(); null: none are wanted
  };

  /// Feeds lanes. A lane may come more than once; its feeds go in the order they have.
  void Forward(std::span<const Feed> feeds, LanguageWorkspace& workspace, ThreadTeam& team) const;

 private:
  void Run(LanguageWorkspace& workspace, ThreadTeam& team) const;

  const LanguageWeights weights_;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_LANGUAGE_NETWORK_H_
