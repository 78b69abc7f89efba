// Transfer: compresses, decompresses or tests one input after the other: opens it, runs the engine, commits the output,
// reports.
#ifndef LLMZIP_CLI_TRANSFER_H_
#define LLMZIP_CLI_TRANSFER_H_

#include "cli/arguments.h"
#include "cli/console.h"
#include "cli/exit_code.h"

namespace llmzip::cli {

/// By arguments.mode, which is not kList. One bad file does not stop the others.
ExitCode TransferAll(const Arguments& arguments, Console& console);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_TRANSFER_H_
