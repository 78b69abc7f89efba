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
// Checks are Xxh3Check32 of everything before them, from the kind on or, in a lone frame, from its magic. In full
// frames they are tied to the block's place, so that a block that was swapped, repeated, dropped or taken from
// another frame is found before any of it is decoded or written:
//
//   stored check = Xxh3Check32(…) XOR Xxh3Check32(header check u32, block number u64)
//
// The last check of a lone frame is never the number that a footer's magic is (LastCheck).
// A kind of 0 is no block but the end of them. Pure functions of bytes; thread-safe.
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

/// A block's digest of its raw bytes, as it is written.
class RawDigest {
 public:
  RawDigest() = default;
  explicit RawDigest(ByteView written);  ///< of kRawDigestSize or kOldRawDigestSize bytes

  /// The digest of `raw` in `size` bytes, one of the two.
  static RawDigest Of(ByteView raw, std::size_t size = kRawDigestSize);

  [[nodiscard]] ByteView bytes() const { return ByteView(bytes_).first(size_); }

  /// Whether it is that of `raw`.
  [[nodiscard]] bool Matches(ByteView raw) const;

 private:
  Digest128 bytes_{};
  std::size_t size_ = kRawDigestSize;
};

struct BlockHead {
  BlockKind kind = BlockKind::kStored;
  std::uint64_t number = 0;        ///< as written; version 1 and lone frames: 0
  std::uint64_t raw_size = 0;      ///< 1 … the frame's block size; 0 in a lone stored block of empty content
  std::uint64_t payload_size = 0;  ///< of all streams
  RawDigest digest;
  std::vector<StreamHead> streams;    ///< plain and stored: one
  std::vector<SegmentHead> segments;  ///< segmented only; they cover raw_size exactly
};

/// What the first bytes of a block say of its size.
struct BlockSizes {
  BlockKind kind = BlockKind::kEnd;
  std::uint64_t raw_size = 0;
  std::uint64_t number = 0;
  std::uint64_t head_size = 0;     ///< kind … head check, or in a lone frame body … head check
  std::uint64_t payload_size = 0;  ///< what lies between head and check
  bool has_head_check = false;

  [[nodiscard]] std::uint64_t disk_size() const;  ///< with the check
};

/// Where a block of a full frame stands.
struct BlockPlace {
  std::uint32_t header_check = 0;
  std::uint64_t number = 0;  ///< within its frame, from 0
};

/// ParseBlockSizes needs no more bytes than this: kind, number, sizes, plan, lanes.
inline constexpr std::size_t kMaxBlockStartSize = 1 + 10 + 6 + 6 + 3 + 6;

/// The smallest block, of either version: a stored byte.
inline constexpr std::size_t kMinBlockSizeOnDisk = 1 + 1 + 1 + 8 + 4 + 1 + 4;

/// Sizes of the block `bytes` begin with, of the frame or (lone) behind its header; more may follow. Of the end marker:
/// kind kEnd, head_size 1. kCorrupt for fields out of range.
StatusOr<BlockSizes> ParseBlockSizes(ByteView bytes, const FrameHeader& frame);

/// The whole head; `bytes` are those of BlockSizes::head_size. Checks are not looked at.
StatusOr<BlockHead> ParseBlockHead(ByteView bytes, const FrameHeader& frame);

/// Appends kind (full frames) to piece checks.
void AppendBlockHead(const BlockHead& head, bool lone, Bytes* out);

/// Whether a lone block has a head check: where it may have piece checks.
bool LoneHasHeadCheck(std::uint64_t payload_size);

/// What a block's place adds to its checks.
std::uint32_t PlaceCheck(const BlockPlace& place);

/// The check (head check or last) of a full frame's block, `bytes` being all that it covers.
std::uint32_t BlockCheck(ByteView bytes, const BlockPlace& place);

/// The last check of a lone frame; its head check is plain Xxh3Check32.
std::uint32_t LastCheck(ByteView bytes);

}  // namespace llmzip

#endif  // LLMZIP_FRAME_BLOCK_H_
