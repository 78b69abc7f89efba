#include "frame/block.h"

#include <algorithm>
#include <cassert>

#include "base/little_endian.h"
#include "base/varint.h"
#include "frame/check.h"
#include "frame/field_reader.h"
#include "frame/format1.h"
#include "frame/limits.h"
#include "frame/pieces.h"

namespace llmzip {
namespace {

constexpr std::string_view kStructure = "block header";

// The fields before the layout or, in blocks without one, before the digest.
struct BlockStart {
  BlockKind kind = BlockKind::kEnd;
  std::uint64_t number = 0;
  std::uint64_t raw_size = 0;
  StreamHead stream;  // of a plain or stored block
  std::uint64_t layout_size = 0;
  std::uint64_t payload_size = 0;
};

StatusOr<BlockStart> TakeStart(FieldReader& reader, const FrameHeader& frame) {
  BlockStart start;
  if (frame.lone) {
    start.kind = *frame.lone;
  } else {
    LLMZIP_ASSIGN_OR_RETURN(const std::uint8_t kind, reader.TakeByte("kind"));
    if (kind > static_cast<std::uint8_t>(BlockKind::kSegmented)) return reader.Error("kind", "is unknown");
    start.kind = static_cast<BlockKind>(kind);
    if (start.kind == BlockKind::kEnd) return start;
    LLMZIP_ASSIGN_OR_RETURN(start.number, reader.TakeNumber("number", 0, UINT64_MAX));
  }
  const std::uint64_t least = frame.lone == BlockKind::kStored ? 0 : 1;
  const std::uint64_t most = frame.lone ? kMaxBlockSize : frame.block_size;
  LLMZIP_ASSIGN_OR_RETURN(start.raw_size, reader.TakeNumber("raw size", least, most));
  start.stream.size = start.raw_size;
  if (start.kind == BlockKind::kStored) {
    start.payload_size = start.raw_size;
  } else {
    if (start.kind == BlockKind::kPlain) LLMZIP_RETURN_IF_ERROR(TakePlan(reader, &start.stream));
    if (start.kind == BlockKind::kSegmented) {
      const std::uint64_t most_layout = std::min(kMaxLayoutSize, start.raw_size - 1);
      LLMZIP_ASSIGN_OR_RETURN(start.layout_size, reader.TakeNumber("layout size", 1, most_layout));
    }
    const std::uint64_t most_coded = start.raw_size - 1 - start.layout_size;
    LLMZIP_ASSIGN_OR_RETURN(start.payload_size, reader.TakeNumber("coded size", 0, most_coded));
  }
  start.stream.coded_size = start.payload_size;
  return start;
}

std::uint64_t PieceCount(const BlockStart& start) {
  if (start.kind == BlockKind::kSegmented) return 0;  // its piece checks are in the layout
  return PiecesOf(start.raw_size, start.payload_size).count;
}

}  // namespace

RawDigest::RawDigest(ByteView written) : size_(written.size()) {
  assert(size_ == kRawDigestSize || size_ == kOldRawDigestSize);
  std::ranges::copy(written, bytes_.begin());
}

RawDigest RawDigest::Of(ByteView raw, std::size_t size) {
  if (size == kOldRawDigestSize) return RawDigest(Xxh3Digest128(raw));
  return RawDigest(Xxh3Digest64(raw));
}

bool RawDigest::Matches(ByteView raw) const {
  const RawDigest other = Of(raw, size_);
  return ChecksMatch(bytes_, other.bytes_);
}

std::uint64_t BlockSizes::disk_size() const { return head_size + payload_size + kCheckSize; }

StatusOr<BlockSizes> ParseBlockSizes(ByteView bytes, const FrameHeader& frame) {
  FieldReader reader(bytes, kStructure);
  BlockSizes sizes;
  if (frame.version == kOldFormatVersion) {
    // The caller may have only the start of the block, without all of the digest. No size depends on the digest, so
    // zeros stand for what is missing.
    Bytes padded(bytes.begin(), bytes.end());
    padded.resize(std::max(padded.size(), kMaxBlockStartSize));
    FieldReader old(padded, kStructure);
    LLMZIP_ASSIGN_OR_RETURN(const BlockHead head, ParseBlockOfFormat1(old, frame));
    sizes.kind = head.kind;
    sizes.raw_size = head.raw_size;
    sizes.payload_size = head.payload_size;
    sizes.head_size = old.taken();
    return sizes;
  }
  LLMZIP_ASSIGN_OR_RETURN(const BlockStart start, TakeStart(reader, frame));
  sizes.kind = start.kind;
  sizes.number = start.number;
  sizes.raw_size = start.raw_size;
  sizes.payload_size = start.payload_size;
  sizes.head_size = reader.taken();
  if (start.kind == BlockKind::kEnd) return sizes;
  const std::uint64_t pieces = PieceCount(start);
  sizes.head_size += start.layout_size + kRawDigestSize + pieces * sizeof(std::uint32_t);
  sizes.has_head_check = !frame.lone || LoneHasHeadCheck(start.payload_size);
  if (sizes.has_head_check) sizes.head_size += kCheckSize;
  return sizes;
}

StatusOr<BlockHead> ParseBlockHead(ByteView bytes, const FrameHeader& frame) {
  FieldReader reader(bytes, kStructure);
  if (frame.version == kOldFormatVersion) return ParseBlockOfFormat1(reader, frame);
  LLMZIP_ASSIGN_OR_RETURN(BlockStart start, TakeStart(reader, frame));
  BlockHead head;
  head.kind = start.kind;
  head.number = start.number;
  head.raw_size = start.raw_size;
  head.payload_size = start.payload_size;
  if (start.kind == BlockKind::kEnd) return head;
  if (start.kind == BlockKind::kSegmented) {
    LLMZIP_ASSIGN_OR_RETURN(const ByteView layout_bytes, reader.TakeBytes("layout", start.layout_size));
    LLMZIP_ASSIGN_OR_RETURN(Layout layout, ParseLayout(layout_bytes, start.raw_size, start.payload_size));
    head.streams = std::move(layout.streams);
    head.segments = std::move(layout.segments);
  }
  LLMZIP_ASSIGN_OR_RETURN(const ByteView digest, reader.TakeBytes("digest", kRawDigestSize));
  head.digest = RawDigest(digest);
  if (start.kind != BlockKind::kSegmented) {
    LLMZIP_RETURN_IF_ERROR(TakeChecks(reader, start.raw_size, start.payload_size, &start.stream.piece_checks));
    head.streams.push_back(std::move(start.stream));
  }
  return head;
}

void AppendBlockHead(const BlockHead& head, bool lone, Bytes* out) {
  assert(head.kind != BlockKind::kEnd);
  if (!lone) {
    out->push_back(static_cast<std::uint8_t>(head.kind));
    AppendVarint(head.number, out);
  }
  AppendVarint(head.raw_size, out);
  if (head.kind == BlockKind::kPlain) AppendPlan(head.streams[0], out);
  Bytes layout;
  if (head.kind == BlockKind::kSegmented) {
    AppendLayout(head.streams, head.segments, &layout);
    AppendVarint(layout.size(), out);
  }
  if (head.kind != BlockKind::kStored) AppendVarint(head.payload_size, out);
  out->insert(out->end(), layout.begin(), layout.end());
  const ByteView digest = head.digest.bytes();
  out->insert(out->end(), digest.begin(), digest.end());
  if (head.kind != BlockKind::kSegmented) AppendChecks(head.streams[0].piece_checks, out);
}

bool LoneHasHeadCheck(std::uint64_t payload_size) { return payload_size >= kPieceCodedSize; }

std::uint32_t PlaceCheck(const BlockPlace& place) {
  std::array<std::uint8_t, 12> bytes;
  StoreLittleEndian(place.header_check, bytes.data());
  StoreLittleEndian(place.number, bytes.data() + sizeof(place.header_check));
  return Xxh3Check32(bytes);
}

std::uint32_t BlockCheck(ByteView bytes, const BlockPlace& place) { return Xxh3Check32(bytes) ^ PlaceCheck(place); }

std::uint32_t LastCheck(ByteView bytes) {
  const std::uint32_t check = Xxh3Check32(bytes);
  return check == LoadLittleEndian<std::uint32_t>(kFooterMagic.data()) ? check + 1 : check;
}

}  // namespace llmzip
