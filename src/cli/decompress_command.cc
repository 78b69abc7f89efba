#include "cli/command.h"
#include "cli/transfer.h"

namespace llmzip::cli {

const Command kDecompressCommand = {
    .name = "decompress",
    .summary = "make FILE out of each FILE.llz",
    .usage = "[OPTIONS] [FILE...]",
    .mode = Mode::kDecompress,
    .options = kFileOptions | kRecursiveOption | kOutputOptions | kDecodingOptions | kIgnoreTrailingOption |
               kThreadOptions | kModelOptions | kLimitOptions | kProgressOptions,
    .run = TransferAll,
};

}  // namespace llmzip::cli
