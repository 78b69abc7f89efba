#include "cli/trainer_plugin.h"

#include "cli/plugin_files.h"
#include "io/plugin.h"

namespace llmzip::cli {

StatusOr<train::TrainFunction> OpenTrainer() {
  const PluginKind trainer = {
      .name = "the trainer",
      .file = "llmzip_train.so",
      .version = train::kTrainVersionName,
      .function = train::kTrainFunctionName,
      .wanted = "training",
      .remedy =
          "install the package llmzip-checkpoints, or libtorch (Debian: libtorch-dev, and libopenblas0 for speed) "
          "and build the target 'plugins' (docs/TRAINING.md)",
  };
  AskForPassiveWaiting();
  LLMZIP_ASSIGN_OR_RETURN(void* const function, OpenPlugin(trainer, PluginFiles("LLMZIP_TRAINER", trainer.file)));
  return reinterpret_cast<train::TrainFunction>(function);
}

}  // namespace llmzip::cli
