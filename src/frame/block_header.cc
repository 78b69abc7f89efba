#include "frame/block_header.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "base/little_endian.h"
#include "base/varint.h"
#include "frame/field_reader.h"

namespace llmzip {

void AppendBlockHeader(const BlockHeader& header, Bytes* out) {
  assert(header.kind != BlockKind::kEnd && header.raw_size >= 1);
  out->push_back(static_cast<std::uint8_t>(header.kind));
  AppendVarint(header.raw_size, out);
  if (header.kind == BlockKind::kCoded) AppendVarint(header.payload_size, out);
  out->insert(out->end(), header.raw_digest.begin(), header.raw_digest.end());
}

StatusOr<ParsedBlockHeader> ParseBlockHeader(ByteView bytes, std::uint64_t block_size) {
  FieldReader reader(bytes, "block header");
  ParsedBlockHeader parsed;
  BlockHeader& header = parsed.header;
  LLMZIP_ASSIGN_OR_RETURN(const std::uint8_t kind, reader.TakeByte("kind"));
  if (kind > static_cast<std::uint8_t>(BlockKind::kStored)) return reader.Error("kind", "is unknown");
  header.kind = static_cast<BlockKind>(kind);
  if (header.kind != BlockKind::kEnd) {
    LLMZIP_ASSIGN_OR_RETURN(header.raw_size, reader.TakeNumber("raw size", 1, block_size));
    header.payload_size = header.raw_size;
    if (header.kind == BlockKind::kCoded) {
      LLMZIP_ASSIGN_OR_RETURN(header.payload_size, reader.TakeNumber("coded size", 0, header.raw_size - 1));
    }
    LLMZIP_ASSIGN_OR_RETURN(const ByteView digest, reader.TakeBytes("digest", header.raw_digest.size()));
    std::ranges::copy(digest, header.raw_digest.begin());
  }
  parsed.size = reader.taken();
  return parsed;
}

std::uint32_t PlaceCheck(const BlockPlace& place) {
  std::array<std::uint8_t, 12> bytes;
  StoreLittleEndian(place.header_check, bytes.data());
  StoreLittleEndian(place.number, bytes.data() + sizeof(place.header_check));
  return Xxh3Check32(bytes);
}

std::uint32_t BlockCheck(ByteView bytes, const BlockPlace& place) { return Xxh3Check32(bytes) ^ PlaceCheck(place); }

}  // namespace llmzip
