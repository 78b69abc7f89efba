// Optimiser: Muon for the matrices inside the network, AdamW for embedding, output and vectors.
//
// Muon (Jordan 2024) makes a matrix's momentum nearly orthogonal before applying it, so that all directions learn
// equally fast. Fused matrices (q, k, v, …) are made orthogonal part by part, and all parts of one shape at once. The
// state can be read, for checkpoints. Nothing here waits for the device. Deterministic; not thread-safe.
#ifndef LLMZIP_TRAIN_OPTIMISER_H_
#define LLMZIP_TRAIN_OPTIMISER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "train/trained_network.h"

namespace llmzip::train {

struct LearningRates {
  double muon = 0.02;
  double embedding = 0.02;
  double output = 0.004;
  double vectors = 0.01;
  double decay = 0.02;  ///< of weights, relative to the learning rate
};

class Optimiser {
 public:
  Optimiser(std::vector<TrainedNetwork::NamedTensor>& parameters, const LearningRates& rates);

  /// One update with all learning rates times `factor`, after clipping the AdamW gradients' norms; clears gradients.
  void Step(double factor);

  /// Everything that the next step depends on, apart from the parameters.
  [[nodiscard]] std::vector<TrainedNetwork::NamedTensor> State() const;
  [[nodiscard]] std::int64_t steps() const { return steps_; }
  void set_steps(std::int64_t steps) { steps_ = steps; }

 private:
  struct Slot {
    TrainedNetwork::NamedTensor* parameter = nullptr;
    double rate = 0;
    bool muon = false;
    std::int64_t part_rows = 0;  // of the pieces made orthogonal
    torch::Tensor first{};       // moments
    torch::Tensor second{};      // only for AdamW
  };
  void MuonStep(const std::vector<Slot*>& slots, double rate) const;
  void AdamStep(Slot& slot, double rate) const;

  std::vector<Slot> slots_;
  LearningRates rates_;
  std::int64_t steps_ = 0;
};

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_OPTIMISER_H_
