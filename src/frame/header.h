// FrameHeader: what a frame says before its first block: everything needed to decode it.
//
//   magic 4 | version 1 | flags 1 | spec size varint, spec | lanes varint | block size varint
//   | [content size varint]                     flags bit 0
//   | [model count varint, count x 32 bytes]    flags bit 1
//   | [environment size varint, text]           flags bit 2
//   | check 4: Xxh3Check32 of all bytes before it
//
// Pure functions of bytes; thread-safe.
#ifndef LLMZIP_FRAME_HEADER_H_
#define LLMZIP_FRAME_HEADER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

struct FrameHeader {
  std::string spec;              ///< text; whether it makes sense is the registry's to say
  std::uint64_t lanes = 1;       ///< 1 … kMaxLanes
  std::uint64_t block_size = 1;  ///< most raw bytes a block holds, 1 … kMaxBlockSize
  std::optional<std::uint64_t> content_size;
  std::vector<ModelDigest> models;  ///< at most kMaxModels
  std::string environment;          ///< at most kMaxEnvironmentSize
};

struct ParsedHeader {
  FrameHeader header;
  std::size_t size = 0;     ///< bytes it took
  std::uint32_t check = 0;  ///< its own check, which every block's check is tied to
};

/// True if `bytes` begin with the magic of a frame.
bool StartsFrame(ByteView bytes);

/// Appends the header to *out; its fields must be within their bounds.
void AppendHeader(const FrameHeader& header, Bytes* out);

/// The header `bytes` begin with; more may follow. kCorrupt, or kUnsupported for what a newer llmzip wrote.
StatusOr<ParsedHeader> ParseHeader(ByteView bytes);

}  // namespace llmzip

#endif  // LLMZIP_FRAME_HEADER_H_
