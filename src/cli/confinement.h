// Confine: which paths a run that reads archives may still reach, once all its files are known.
//
//   read   the inputs; the model folders; the plug-ins, and what libraries they need
//   write  the folders of outputs, and with --rm those of inputs; with -r the folders given
//
// Everything else is shut (io/sandbox.h). Compressing, training and measuring do not need it: what they read is the
// user's own. Thread safety: as EnterSandbox.
#ifndef LLMZIP_CLI_CONFINEMENT_H_
#define LLMZIP_CLI_CONFINEMENT_H_

#include <string>
#include <vector>

#include "cli/arguments.h"

namespace llmzip::cli {

/// For a run over these files and folders ("-" is standard input). Does nothing if it is not to (--no-sandbox), or if
/// the run does not decode.
void Confine(const Arguments& arguments, const std::vector<std::string>& names);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_CONFINEMENT_H_
