// FileError: makes a Status from errno, worded the same for every system call.
#ifndef LLMZIP_IO_FILE_ERROR_H_
#define LLMZIP_IO_FILE_ERROR_H_

#include <string_view>

#include "llmzip/status.h"

namespace llmzip {

/// "WHAT: REASON" for errno value `error`: kNotFound for ENOENT, kAlreadyExists for EEXIST, kIoError for the rest.
Status FileError(std::string_view what, int error);

}  // namespace llmzip

#endif  // LLMZIP_IO_FILE_ERROR_H_
