#include "cli/command.h"
#include "cli/transfer.h"

namespace llmzip::cli {

const Command kDecompressCommand = {
    .name = "decompress",
    .summary = "decompress each FILE.llz to FILE",
    .usage = "[OPTIONS] [FILE...]",
    .mode = Mode::kDecompress,
    .options = kFileOptions | kRecursiveOption | kOutputOptions | kDecodingOptions | kIgnoreTrailingOption |
               kScriptsOption | kThreadOptions | kModelOptions | kLimitOptions | kProgressOptions,
    .run = TransferAll,
};

}  // namespace llmzip::cli
