// Blocks: the unit of coding, checking and seeking.
//
//   kind 1 | raw size varint | [payload size varint, coded blocks only] | raw digest 16 | payload | check 4
//
// The raw digest is XXH3-128 of the raw bytes. The check covers everything from the kind to the payload's end and is
// tied to the block's place (the frame header's check and the block's number), so that a block that was swapped,
// repeated, dropped or taken from another frame is found before any of it is decoded or written:
//
//   check = Xxh3Check32(kind … payload) XOR Xxh3Check32(header check u32, block number u64)
//
// A kind of 0 is no block but the end of them. Pure functions of bytes; thread-safe.
#ifndef LLMZIP_FRAME_BLOCK_HEADER_H_
#define LLMZIP_FRAME_BLOCK_HEADER_H_

#include <cstddef>
#include <cstdint>

#include "base/digest.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

enum class BlockKind : std::uint8_t { kEnd = 0, kCoded = 1, kStored = 2 };

struct BlockHeader {
  BlockKind kind = BlockKind::kStored;
  std::uint64_t raw_size = 0;      ///< 1 … the frame's block size
  std::uint64_t payload_size = 0;  ///< coded: less than raw_size; stored: raw_size
  Digest128 raw_digest{};
};

struct ParsedBlockHeader {
  BlockHeader header;
  std::size_t size = 0;  ///< bytes it took
};

/// Where a block stands.
struct BlockPlace {
  std::uint32_t header_check = 0;
  std::uint64_t number = 0;  ///< within its frame, from 0
};

/// Kind, two varints of at most 2^40, digest.
inline constexpr std::size_t kMaxBlockHeaderSize = 1 + 6 + 6 + 16;

/// The smallest block: a coded or stored byte.
inline constexpr std::size_t kMinBlockSizeOnDisk = 1 + 1 + 16 + 1 + 4;

void AppendBlockHeader(const BlockHeader& header, Bytes* out);

/// The block header `bytes` begin with; more may follow. For the end marker, size 1 and kind kEnd.
StatusOr<ParsedBlockHeader> ParseBlockHeader(ByteView bytes, std::uint64_t block_size);

/// What a block's place adds to its check.
std::uint32_t PlaceCheck(const BlockPlace& place);

/// The check of a block whose bytes from kind to payload are `bytes`.
std::uint32_t BlockCheck(ByteView bytes, const BlockPlace& place);

}  // namespace llmzip

#endif  // LLMZIP_FRAME_BLOCK_HEADER_H_
