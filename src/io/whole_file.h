// ReadWholeFile, ReadRegularFile: read a whole file into memory; ReadInPieces: hands a file over piece by piece.
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

/// Never blocks: kInvalidArgument if it is not a regular file; kLimitExceeded, before reading, if it has more than
/// `most` bytes.
StatusOr<Bytes> ReadRegularFile(FileSystem& file_system, const std::string& name, std::uint64_t most);

/// Hands the bytes of a file, piece by piece, to `take`.
Status ReadInPieces(FileSystem& file_system, const std::string& name, const std::function<void(ByteView)>& take);

}  // namespace llmzip

#endif  // LLMZIP_IO_WHOLE_FILE_H_
