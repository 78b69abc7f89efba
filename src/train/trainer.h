// Trainer: one training run, from a request to a model. Not thread-safe; libtorch's threads are its own.
#ifndef LLMZIP_TRAIN_TRAINER_H_
#define LLMZIP_TRAIN_TRAINER_H_

#include <chrono>
#include <memory>
#include <vector>

#include "llmzip/status.h"
#include "train/optimiser.h"
#include "train/train_request.h"
#include "train/trained_network.h"
#include "train/training_data.h"

namespace llmzip::train {

class Trainer {
 public:
  /// Checks the request. It must outlive the trainer.
  static StatusOr<std::unique_ptr<Trainer>> Make(const TrainRequest& request);

  StatusOr<TrainResult> Run(TrainObserver& observer);

 private:
  using Clock = std::chrono::steady_clock;

  Trainer(const TrainRequest& request, const NetworkConfig& config, const Placement& placement, TrainingData data);
  /// Share of the run that is done, by steps or by time.
  [[nodiscard]] double Share() const;
  [[nodiscard]] double SecondsUsed() const;
  [[nodiscard]] Numerics NumericsAt(double share) const;
  void Step(double share);
  /// Waits for the device, then takes the steps' losses into lately_.
  void ReadLosses();
  std::vector<double> MeasureHeldOut() const;
  [[nodiscard]] Bytes Checkpoint() const;
  Status Restore(ByteView checkpoint);
  [[nodiscard]] Bytes Model(double held_out_bits) const;

  const TrainRequest& request_;
  TrainedNetwork network_;
  TrainingData data_;
  Optimiser optimiser_;
  LaneMemory memory_;
  Clock::time_point start_ = Clock::now();
  double seconds_before_ = 0;  // of the run this one resumes
  std::uint64_t bytes_ = 0;
  double lately_ = 0;                  // mean bits per byte of late steps
  std::vector<torch::Tensor> unread_;  // losses of steps since
  Clock::time_point last_read_{};
};

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_TRAINER_H_
