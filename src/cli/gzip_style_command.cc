#include "cli/command.h"
#include "cli/transfer.h"

namespace llmzip::cli {
namespace {

ExitCode RunGzipStyle(const Arguments& arguments, Console& console) {
  return arguments.mode == Mode::kList ? kListCommand.run(arguments, console) : TransferAll(arguments, console);
}

}  // namespace

const Command kGzipStyleCommand = {
    .name = "",
    .summary = "llmzip: lossless compression by prediction; gives back exactly the same bytes.",
    .usage = "[OPTIONS] [FILE...]",
    .mode = Mode::kCompress,
    .options = kCheckpointOptions | kModeOptions | kFileOptions | kRecursiveOption | kOutputOptions | kCodingOptions |
               kDecodingOptions | kIgnoreTrailingOption | kScriptsOption | kThreadOptions | kModelOptions |
               kLimitOptions | kJsonOption | kProgressOptions,
    .run = RunGzipStyle,
};

}  // namespace llmzip::cli
