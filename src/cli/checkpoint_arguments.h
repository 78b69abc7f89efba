// The options about checkpoints, as typed. They become part of the spec, and so of the frame.
#ifndef LLMZIP_CLI_CHECKPOINT_ARGUMENTS_H_
#define LLMZIP_CLI_CHECKPOINT_ARGUMENTS_H_

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

/// `spec` with what was typed, if it is a checkpoint's, whose options are checked; others stay as they are.
/// kInvalidArgument names the option.
StatusOr<std::string> WithCheckpointOptions(const std::string& spec, const TypedCheckpoint& typed);

/// Whether `spec` is one that those options are for.
bool TakesCheckpointOptions(const std::string& spec);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_CHECKPOINT_ARGUMENTS_H_
