// FrameHeader: what precedes a frame's blocks: everything needed to decode them.
//
// Version 2:
//   magic 4 | version 1 | flags 1 | table varint | [plan count varint, count x (size varint, text)]   table 0
//   | [model count varint, count x 8 or 32 bytes]    flags bit 2; bit 3: 32 bytes
//   | [name size varint, text]                       flags bit 5: of a model
//   | [environment size varint, text]                flags bit 4
//   | [block size varint | check 4]                  full frames: Xxh3Check32 of all bytes before it
// Flags bit 6, full frames only: the frame carries a model file, whose digest is the only one listed, for the frames
// that follow; its bytes are no part of the archive's content.
// Flags bits 0 and 1 are the form: 0 for a full frame; else this is a lone frame, and they are the kind of its only
// block (block.h), which follows at once. The header of a lone stored block ends after the flags.
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
  std::optional<BlockKind> lone;    ///< the kind of a lone frame's block; not set in full frames
  std::uint64_t table = 0;          ///< number of a level table; 0: the specs are in `plans`
  std::vector<std::string> plans;   ///< specs, not yet parsed or checked
  std::vector<ModelDigest> models;  ///< at most kMaxModels
  bool whole_digests = true;        ///< false: `models` hold only the first kShortDigestSize bytes of digests, then 0
  std::string model_name;           ///< of the chosen model in the table's plans, or the carried one; "": not recorded
  bool carries_model = false;       ///< the content is the file of the model in `models`
  std::string environment;          ///< at most kMaxEnvironmentSize
  std::uint64_t block_size = 1;     ///< full frames: most raw bytes of a block, 1 … kMaxBlockSize

  // Version 1 only.
  std::uint64_t lanes = 1;  ///< of every coded block
  std::optional<std::uint64_t> content_size;
};

struct ParsedHeader {
  FrameHeader header;
  std::size_t size = 0;     ///< bytes of the header
  std::uint32_t check = 0;  ///< full frames: the header's check, part of all checks of its blocks
};

/// True if `bytes` begin with the magic of a frame.
bool StartsFrame(ByteView bytes);

/// Appends a header of version 2 to *out; its fields must be within their bounds.
void AppendHeader(const FrameHeader& header, Bytes* out);

/// The header that `bytes` begin with; more may follow. kCorrupt, or kUnsupported for what a newer llmzip wrote. The
/// header of a lone frame has no check of its own: the frame's last check covers it.
StatusOr<ParsedHeader> ParseHeader(ByteView bytes);

}  // namespace llmzip

#endif  // LLMZIP_FRAME_HEADER_H_
