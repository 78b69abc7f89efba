// CheckpointSize: what a checkpoint will take once opened, from its files' sizes and its config.json alone, so that it
// can be held against a limit before libtorch is asked.
//
// An upper bound for a Hugging Face folder whose config says how many layers it has, how wide they are and how many
// tokens there are; it assumes that weights are stored in half precision and computed in single, if that is asked for.
// Of TorchScript files (programs, which nothing bounds) and of folders whose config does not say it is an estimate:
// four times the files, and 64 MiB a lane. An opened checkpoint knows better (model/checkpoint.h). A value, and a pure
// function of what is on disk; thread-safe.
#ifndef LLMZIP_MODEL_CHECKPOINT_SIZE_H_
#define LLMZIP_MODEL_CHECKPOINT_SIZE_H_

#include <cstdint>
#include <string>

#include "io/file_system.h"
#include "llmzip/status.h"
#include "model/checkpoint.h"

namespace llmzip {

struct CheckpointSize {
  std::uint64_t opened_bytes = 0;    ///< the weights, and what libtorch takes
  std::uint64_t lane_bytes = 0;      ///< of a predictor's state and scratch, for each lane
  std::uint64_t place_bytes = 0;     ///< the same for each lane and token of the window
  std::uint64_t vocabulary = 0;      ///< tokens
  std::uint64_t trained_window = 0;  ///< tokens; 0: not known
  bool tokens = false;               ///< it has a tokeniser, so it predicts tokens and not bytes

  /// What libtorch takes by itself.
  static constexpr std::uint64_t kLibraryBytes = std::uint64_t{256} << 20;

  /// What is read for each step.
  [[nodiscard]] std::uint64_t weight_bytes() const {
    return opened_bytes > kLibraryBytes ? opened_bytes - kLibraryBytes : 0;
  }

  /// What one predictor holds.
  [[nodiscard]] std::uint64_t PredictorBytes(const CheckpointUse& use) const;
};

/// Of the checkpoint at `path`: a folder or a TorchScript file. kNotFound or kIoError for what cannot be read.
StatusOr<CheckpointSize> SizeOfCheckpoint(FileSystem& file_system, const std::string& path,
                                          const CheckpointOptions& options);

}  // namespace llmzip

#endif  // LLMZIP_MODEL_CHECKPOINT_SIZE_H_
