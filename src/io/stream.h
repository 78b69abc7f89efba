// Reading streams to their end; the streams themselves are part of the public API.
#ifndef LLMZIP_IO_STREAM_H_
#define LLMZIP_IO_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip {

/// Reads until `buffer` is full or the source ends; the number of bytes read.
StatusOr<std::size_t> ReadFully(ByteSource& source, std::span<std::uint8_t> buffer);

}  // namespace llmzip

#endif  // LLMZIP_IO_STREAM_H_
