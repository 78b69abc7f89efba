// Request and result of the trainer: the interface between `llmzip train` and its plug-in.
//
// The plug-in does no input or output: the program reads files, shows progress and writes what the plug-in returns.
// Plug-in and program come from one build, so plain C++ types cross.
#ifndef LLMZIP_TRAIN_TRAIN_REQUEST_H_
#define LLMZIP_TRAIN_TRAIN_REQUEST_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "model/model.h"

namespace llmzip::train {

struct TrainingFile {
  std::string name;
  double weight = 0;  ///< share of the bytes seen; 0: by size
  Bytes bytes;
};

struct TrainRequest {
  NetworkConfig config;  ///< with initial_model, one of the same tensors
  std::vector<TrainingFile> files;
  std::shared_ptr<const Model> initial_model;  ///< to go on from; null: fresh weights
  Bytes checkpoint;                            ///< to resume exactly; empty: from the beginning

  double minutes = 10;
  std::uint64_t steps = 0;  ///< if not 0, instead of minutes
  std::uint64_t seed = 1;
  int threads = 0;                ///< 0: all
  std::uint32_t lanes = 16;       ///< sequences at once
  std::uint32_t segment = 1024;   ///< bytes of each lane a step
  double learning_rate = 1;       ///< factor on all learning rates
  double quantise_from = 0;       ///< share of the run after which int8 rounding is on
  bool bfloat16 = true;           ///< where the machine multiplies it faster
  std::string device = "cpu";     ///< or "cuda", "cuda:N"
  bool composed = false;          ///< on CPUs too, train as on other devices do: slower, for tests
  double evaluations = 20;        ///< times the held-out parts are measured
  double checkpoint_minutes = 5;  ///< 0: never

  std::string name;  ///< the model's
  std::string licence;
  std::string command;  ///< for the model's provenance
};

struct TrainProgress {
  double share = 0;  ///< of the run
  std::uint64_t step = 0;
  std::uint64_t bytes = 0;  ///< seen
  double bytes_per_second = 0;
  double seconds_left = 0;
  double training_bits = 0;         ///< a byte, lately
  double held_out_bits = 0;         ///< a byte, at the last measurement; 0 before the first
  bool measured = false;            ///< held_out_bits are new
  std::vector<double> file_bits{};  ///< held-out, a file each, when measured
};

class TrainObserver {
 public:
  TrainObserver() = default;
  TrainObserver(const TrainObserver&) = delete;
  TrainObserver& operator=(const TrainObserver&) = delete;
  virtual ~TrainObserver() = default;

  /// After each step. false ends the run early, as a checkpoint.
  virtual bool Report(const TrainProgress& progress) = 0;
  virtual Status SaveCheckpoint(ByteView checkpoint) = 0;
};

struct TrainResult {
  Bytes model;  ///< a model file
  double held_out_bits = 0;
  double held_out_before = 0;  ///< by the weights that this run began with; 0 if nothing is measured on the way
  std::uint64_t bytes = 0;
};

/// The plug-in's only function, `extern "C"` under this name. Consumes the request; the caller owns the result.
inline constexpr char kTrainFunctionName[] = "llmzip_train";
using TrainFunction = StatusOr<TrainResult>* (*)(TrainRequest& request, TrainObserver& observer);

/// Beside it, a `const char*` with the version of llmzip it was built with.
inline constexpr char kTrainVersionName[] = "llmzip_train_version";

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_TRAIN_REQUEST_H_
