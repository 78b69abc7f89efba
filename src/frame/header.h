// FrameHeader: what a frame says before its blocks: everything needed to decode them.
//
// Version 2, by level and options alone:
//   magic 4 | version 1 | flags 1 | table varint | [plan count varint, count x (size varint, text)]   table 0
//   | [model count varint, count x 8 or 32 bytes]    flags bit 2; bit 3: 32 bytes
//   | [environment size varint, text]                flags bit 4
//   | [block size varint | check 4]                  full frames: Xxh3Check32 of all bytes before it
// Flags bits 0 and 1 are the form: 0 a full frame; else a lone one, and the kind of its only block (block.h), which
// follows at once. The header of a lone stored block ends behind the flags.
//
// Version 1, read only: format1.h. Its spec is the only plan. Pure functions of bytes; thread-safe.
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

enum class BlockKind : std::uint8_t { kEnd = 0, kPlain = 1, kStored = 2, kSegmented = 3 };

struct FrameHeader {
  std::uint8_t version = 2;
  std::optional<BlockKind> lone;    ///< of a lone frame, its block's kind
  std::uint64_t table = 0;          ///< 0: `plans` says what codes; else a shipped table's number
  std::vector<std::string> plans;   ///< texts; whether they make sense is for the registry to say
  std::vector<ModelDigest> models;  ///< at most kMaxModels
  bool whole_digests = true;        ///< false: only the first kShortDigestSize bytes of `models` are known, others 0
  std::string environment;          ///< at most kMaxEnvironmentSize
  std::uint64_t block_size = 1;     ///< full frames: most raw bytes a block holds, 1 … kMaxBlockSize

  // Version 1 only.
  std::uint64_t lanes = 1;  ///< of every coded block
  std::optional<std::uint64_t> content_size;
};

struct ParsedHeader {
  FrameHeader header;
  std::size_t size = 0;     ///< bytes it took
  std::uint32_t check = 0;  ///< full frames: its own check, which every block's checks are tied to
};

/// True if `bytes` begin with the magic of a frame.
bool StartsFrame(ByteView bytes);

/// Appends a header of version 2 to *out; its fields must be within their bounds.
void AppendHeader(const FrameHeader& header, Bytes* out);

/// The header `bytes` begin with; more may follow. kCorrupt, or kUnsupported for what a newer llmzip wrote. A lone
/// frame's header has no check of its own: the frame's end covers it.
StatusOr<ParsedHeader> ParseHeader(ByteView bytes);

}  // namespace llmzip

#endif  // LLMZIP_FRAME_HEADER_H_
