// The options for checkpoints, as typed. They become part of the spec and so of the frame.
#ifndef LLMZIP_CLI_CHECKPOINT_ARGUMENTS_H_
#define LLMZIP_CLI_CHECKPOINT_ARGUMENTS_H_

#include <span>
#include <string>

#include "llmzip/status.h"

namespace llmzip::cli {

struct TypedCheckpoint {
  std::string symbols;
  std::string top_k;
  std::string context;
  std::string dtype;
  std::string device;
  std::string threads;
  std::string tolerance;

  [[nodiscard]] bool empty() const;
};

struct CheckpointOption {
  const char* flag;
  const char* name;  ///< in the spec
  std::string TypedCheckpoint::*typed;
  const char* value;  ///< what help calls it
  const char* description;
};

std::span<const CheckpointOption> CheckpointOptions();

/// `spec` with the typed options added and checked, if it names a checkpoint; other specs are returned unchanged.
/// kInvalidArgument names the option.
StatusOr<std::string> WithCheckpointOptions(const std::string& spec, const TypedCheckpoint& typed);

/// Whether these options apply to `spec`.
bool TakesCheckpointOptions(const std::string& spec);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_CHECKPOINT_ARGUMENTS_H_
