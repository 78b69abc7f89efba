// NetPredictor: predicts bytes with a network; net.spec.md defines it.
//
// Lanes share only the weights. Each thread takes some of the lanes through all layers by itself. When the bytes are
// known in advance (encoding with lookahead), many steps are computed at once and handed out one by one: the same bits
// in fewer passes over the weights.
#ifndef LLMZIP_PREDICTORS_NET_NET_PREDICTOR_H_
#define LLMZIP_PREDICTORS_NET_NET_PREDICTOR_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/thread_team.h"
#include "llmzip/predictor.h"
#include "model/network_config.h"
#include "predictors/net/network.h"
#include "predictors/shape.h"

namespace llmzip::net {

class NetPredictor final : public Predictor {
 public:
  NetPredictor(std::shared_ptr<const Network> network, const PredictorShape& shape);

  [[nodiscard]] std::uint32_t alphabet_size() const override { return 256; }
  [[nodiscard]] unsigned frequency_bits() const override;
  [[nodiscard]] unsigned lanes() const override { return static_cast<unsigned>(lanes_.size()); }
  Status Predict(std::span<Frequency> frequencies) override;
  Status Update(std::span<const Symbol> symbols) override;
  void SetFuture(std::span<const std::span<const std::uint8_t>> lanes) override;

  /// Upper bound of the memory of a predictor over a network of that shape.
  static std::uint64_t MemoryBytes(const NetworkConfig& config, const PredictorShape& shape);

 private:
  struct Lane {
    std::unique_ptr<NetworkState> state;
    std::uint16_t next_input = kBeginSymbol;
    std::span<const std::uint8_t> future;
  };
  /// What each thread has for itself.
  struct Member {
    Workspace workspace;
    std::vector<NetworkState*> states;
    std::vector<std::uint16_t> inputs;
    std::vector<float> logits;
  };

  Status Compute(std::size_t active);
  void ComputeLanes(std::size_t first, std::size_t end, Member& member);
  [[nodiscard]] std::size_t StepsAtOnce(std::size_t active) const;

  const std::shared_ptr<const Network> network_;
  std::vector<Lane> lanes_;
  ThreadTeam team_;
  std::vector<Member> members_;
  bool knows_future_ = false;
  std::size_t step_ = 0;             // of the next Predict
  std::size_t first_step_ = 0;       // of computed_
  std::size_t computed_steps_ = 0;   // a lane
  std::vector<Frequency> computed_;  // lane by lane, step by step
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_NET_PREDICTOR_H_
