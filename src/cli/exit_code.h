// ExitCode: what the program tells its caller. Documented in the man page; never renumber.
#ifndef LLMZIP_CLI_EXIT_CODE_H_
#define LLMZIP_CLI_EXIT_CODE_H_

#include "llmzip/status.h"

namespace llmzip::cli {

enum class ExitCode {
  kOk = 0,
  kError = 1,         ///< wrong usage, or the system failed
  kWarning = 2,       ///< everything done, but something was skipped or deserves a look
  kCorrupt = 3,       ///< an archive is damaged, or was never one
  kModelMissing = 4,  ///< an archive needs a model, predictor or format version that is not here
};

ExitCode ExitCodeFor(StatusCode code);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_EXIT_CODE_H_
