// The library's options as the command line's arguments say them.
#ifndef LLMZIP_CLI_CODING_OPTIONS_H_
#define LLMZIP_CLI_CODING_OPTIONS_H_

#include "cli/arguments.h"
#include "llmzip/compress.h"
#include "llmzip/decompress.h"

namespace llmzip::cli {

/// Without the content's size.
CompressOptions CodingOptions(const Arguments& arguments);

DecompressOptions DecodingOptions(const Arguments& arguments);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_CODING_OPTIONS_H_
