// Blocks: the unit of coding, checking and seeking.
//
//   full frame:  kind 1 | number varint | body | head check 4 | payload | check 4
//   lone frame:                           body | [head check 4, of payloads from 8 KiB on] | payload | check 4
//
//   body: raw size varint
//         | plain:      plan tag varint, [lanes varint], coded size varint
//         | segmented:  layout size varint, coded size varint, layout (layout.h)
//         | digest 8: XXH3-64 of the raw bytes | piece checks of a plain or stored block (pieces.h)
//
// A check is Xxh3Check32 of all bytes before it, beginning with the block's kind or, in a lone frame, with the frame's
// magic. In full frames checks are tied to the block's place, so that a block that was swapped, repeated, dropped or
// taken from another frame is found before any of it is decoded or written:
//
//   stored check = Xxh3Check32(…) XOR Xxh3Check32(header check u32, block number u64)
//
// The last check of a lone frame never equals the magic of a footer (LastCheck), so that the two kinds of end can be
// told apart. A kind of 0 is the end marker, which follows the last block. Pure functions of bytes; thread-safe.
#ifndef LLMZIP_FRAME_BLOCK_H_
#define LLMZIP_FRAME_BLOCK_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/digest.h"
#include "frame/header.h"
#include "frame/layout.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

inline constexpr std::size_t kRawDigestSize = 8;      ///< XXH3-64
inline constexpr std::size_t kOldRawDigestSize = 16;  ///< XXH3-128, of version 1

/// The digest of a block's raw bytes, as stored in its head.
class RawDigest {
 public:
  RawDigest() = default;
  explicit RawDigest(ByteView written);  ///< kRawDigestSize or kOldRawDigestSize bytes

  /// The digest of `raw`; `size` is kRawDigestSize or kOldRawDigestSize.
  static RawDigest Of(ByteView raw, std::size_t size = kRawDigestSize);

  [[nodiscard]] ByteView bytes() const { return ByteView(bytes_).first(size_); }

  /// True if this is the digest of `raw`.
  [[nodiscard]] bool Matches(ByteView raw) const;

 private:
  Digest128 bytes_{};
  std::size_t size_ = kRawDigestSize;
};

struct BlockHead {
  BlockKind kind = BlockKind::kStored;
  std::uint64_t number = 0;        ///< as stored; 0 in version 1 and in lone frames
  std::uint64_t raw_size = 0;      ///< 1 … the frame's block size; 0 in a lone stored block of empty content
  std::uint64_t payload_size = 0;  ///< of all streams together
  RawDigest digest;
  std::vector<StreamHead> streams;    ///< plain and stored: one
  std::vector<SegmentHead> segments;  ///< segmented only; they cover raw_size exactly
};

/// What the first bytes of a block say about its size.
struct BlockSizes {
  BlockKind kind = BlockKind::kEnd;
  std::uint64_t raw_size = 0;
  std::uint64_t number = 0;
  std::uint64_t head_size = 0;     ///< bytes from the kind (in a lone frame: the raw size) to the head check
  std::uint64_t payload_size = 0;  ///< bytes between the head and the last check
  bool has_head_check = false;

  [[nodiscard]] std::uint64_t disk_size() const;  ///< head, payload and last check
};

/// The place of a block of a full frame.
struct BlockPlace {
  std::uint32_t header_check = 0;
  std::uint64_t number = 0;  ///< in its frame, from 0
};

/// ParseBlockSizes needs at most so many bytes: kind, number, raw size, plan tag, lanes, coded size.
inline constexpr std::size_t kMaxBlockStartSize = 1 + 10 + 6 + 6 + 3 + 6;

/// The smallest block of either version, which stores one byte: kind, number, raw size, digest, head check, payload,
/// check.
inline constexpr std::size_t kMinBlockSizeOnDisk = 1 + 1 + 1 + 8 + 4 + 1 + 4;

/// The sizes of the block that `bytes` begin with; more may follow. In a lone frame, `bytes` begin after the frame's
/// header. For the end marker: kind kEnd, head_size 1. kCorrupt for fields out of range.
StatusOr<BlockSizes> ParseBlockSizes(ByteView bytes, const FrameHeader& frame);

/// The whole head; `bytes` are its BlockSizes::head_size bytes. Does not verify any check.
StatusOr<BlockHead> ParseBlockHead(ByteView bytes, const FrameHeader& frame);

/// Appends everything from the kind (in a lone frame: the raw size) to the piece checks; no head check.
void AppendBlockHead(const BlockHead& head, bool lone, Bytes* out);

/// True if a lone block has a head check: if it may have piece checks, which are of use only with a trusted head.
bool LoneHasHeadCheck(std::uint64_t payload_size);

/// What the checks of a block at this place are XORed with.
std::uint32_t PlaceCheck(const BlockPlace& place);

/// A check (head check or last check) of a block in a full frame; `bytes` are all that it covers.
std::uint32_t BlockCheck(ByteView bytes, const BlockPlace& place);

/// The last check of a lone frame; its head check is plain Xxh3Check32.
std::uint32_t LastCheck(ByteView bytes);

}  // namespace llmzip

#endif  // LLMZIP_FRAME_BLOCK_H_
