// TrainerPlugin: finds and opens the plug-in that trains, so that nothing else needs libtorch.
#ifndef LLMZIP_CLI_TRAINER_PLUGIN_H_
#define LLMZIP_CLI_TRAINER_PLUGIN_H_

#include "llmzip/status.h"
#include "train/train_request.h"

namespace llmzip::cli {

/// Looks for it at $LLMZIP_TRAINER (a file), beside the program, and where plug-ins are installed. kNotFound, with what
/// to install, if there is none, it cannot be opened, or it is of another version. It stays open.
StatusOr<train::TrainFunction> OpenTrainer();

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_TRAINER_PLUGIN_H_
