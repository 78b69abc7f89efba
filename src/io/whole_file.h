// ReadWholeFile: a file's bytes in memory, for those who need them all at once.
#ifndef LLMZIP_IO_WHOLE_FILE_H_
#define LLMZIP_IO_WHOLE_FILE_H_

#include <cstdint>
#include <string>

#include "io/file_system.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

/// "-" is standard input. kLimitExceeded for files of more than about `most` bytes, which are not read to their end.
StatusOr<Bytes> ReadWholeFile(FileSystem& file_system, const std::string& name, std::uint64_t most = UINT64_MAX);

}  // namespace llmzip

#endif  // LLMZIP_IO_WHOLE_FILE_H_
