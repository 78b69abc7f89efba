// ReadWholeFile: a file's bytes in memory, for the commands that need them all at once.
#ifndef LLMZIP_CLI_WHOLE_FILE_H_
#define LLMZIP_CLI_WHOLE_FILE_H_

#include <string>

#include "io/file_system.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip::cli {

/// "-" is standard input.
StatusOr<Bytes> ReadWholeFile(FileSystem& file_system, const std::string& name);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_WHOLE_FILE_H_
