#include "cli/command.h"
#include "cli/transfer.h"

namespace llmzip::cli {

const Command kCompressCommand = {
    .name = "compress",
    .summary = "compress each FILE to FILE.llz",
    .usage = "[OPTIONS] [FILE...]",
    .mode = Mode::kCompress,
    .options = kCheckpointOptions | kFileOptions | kRecursiveOption | kOutputOptions | kCodingOptions | kThreadOptions |
               kModelOptions | kLimitOptions | kProgressOptions,
    .run = TransferAll,
};

}  // namespace llmzip::cli
