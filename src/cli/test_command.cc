#include "cli/command.h"
#include "cli/transfer.h"

namespace llmzip::cli {

const Command kTestCommand = {
    .name = "test",
    .summary = "decompress and check each archive, write nothing",
    .usage = "[OPTIONS] [FILE...]",
    .mode = Mode::kTest,
    .options = kFileOptions | kRecursiveOption | kIgnoreTrailingOption | kScriptsOption | kThreadOptions |
               kModelOptions | kLimitOptions | kProgressOptions,
    .run = TransferAll,
};

}  // namespace llmzip::cli
