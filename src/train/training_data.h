// TrainingData: endless segments for training lanes from weighted files, and the parts held out for measuring.
//
// Each lane reads a stream: a stretch of a file after a begin symbol. Its length is drawn between one segment and
// kLongestStream segments, so that the network learns from beginnings as well as from long contexts. The last 1/64 of
// each file is held out. The next segment depends only on the state, which is a few integers.
#ifndef LLMZIP_TRAIN_TRAINING_DATA_H_
#define LLMZIP_TRAIN_TRAINING_DATA_H_

#include "train/libtorch.h"

#include <cstdint>
#include <span>
#include <vector>

#include "llmzip/status.h"
#include "train/train_request.h"

namespace llmzip::train {

struct Segments {
  torch::Tensor inputs;    ///< [lanes, steps] int64
  torch::Tensor targets;   ///< [lanes * steps] uint8
  torch::Tensor fresh;     ///< [lanes] bool: those that begin anew
  bool any_fresh = false;  ///< whether there are any
};

class TrainingData {
 public:
  /// kInvalidArgument if a file is too short. Streams are as long as the network's chunks, if it has such; patches
  /// begin where patches begin.
  static StatusOr<TrainingData> Make(const TrainRequest& request, const NetworkConfig& config);

  Segments Next();

  /// For exact resuming: all integers that Next() depends on.
  [[nodiscard]] std::vector<std::uint64_t> State() const;
  /// false if it is not one of this data's.
  [[nodiscard]] bool Restore(std::span<const std::uint64_t> state);

  /// The held-out part of each file.
  [[nodiscard]] std::vector<ByteView> HeldOut() const;

 private:
  struct File {
    ByteView training, held_out;
    double until = 0;  // cumulative share
  };
  struct Lane {
    std::uint64_t file = 0;
    std::uint64_t position = 0;
    std::uint64_t left = 0;  // of the stream; 0: a new one begins
  };
  TrainingData() = default;
  std::uint64_t Draw();
  void BeginStream(Lane* lane);

  std::vector<File> files_;
  std::vector<Lane> lanes_;
  std::uint64_t steps_ = 0;
  std::uint64_t stream_bytes_ = 0;  // 0: drawn
  std::uint64_t grid_ = 1;          // streams begin at its multiples
  std::uint64_t random_ = 0;
};

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_TRAINING_DATA_H_
