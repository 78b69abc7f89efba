// ReadWholeFile, ReadRegularFile: a file's bytes in memory, for those who need them all at once; ReadInPieces: for
// those who do not.
#ifndef LLMZIP_IO_WHOLE_FILE_H_
#define LLMZIP_IO_WHOLE_FILE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "io/file_system.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

/// "-" is standard input.
StatusOr<Bytes> ReadWholeFile(FileSystem& file_system, const Location& location);

/// Never waits for anything: kInvalidArgument for what is no regular file, kLimitExceeded, nothing read, for one of
/// more than `most` bytes.
StatusOr<Bytes> ReadRegularFile(FileSystem& file_system, const std::string& name, std::uint64_t most);

/// Hands the bytes of a file, piece by piece, to `take`.
Status ReadInPieces(FileSystem& file_system, const std::string& name, const std::function<void(ByteView)>& take);

}  // namespace llmzip

#endif  // LLMZIP_IO_WHOLE_FILE_H_
