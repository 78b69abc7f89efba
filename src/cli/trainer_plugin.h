// TrainerPlugin: the shared object that trains, found and opened when asked for, so that nothing else needs libtorch.
#ifndef LLMZIP_CLI_TRAINER_PLUGIN_H_
#define LLMZIP_CLI_TRAINER_PLUGIN_H_

#include "llmzip/status.h"
#include "train/train_request.h"

namespace llmzip::cli {

/// Looked for in $LLMZIP_TRAINER (a file), beside the program, and where plug-ins are installed. kNotFound, saying
/// what to install, if there is none, it cannot be opened, or it is another version's. Stays open.
StatusOr<train::TrainFunction> OpenTrainer();

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_TRAINER_PLUGIN_H_
