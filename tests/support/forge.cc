#include "support/forge.h"

#include <algorithm>

#include "base/digest.h"
#include "base/little_endian.h"
#include "base/varint.h"
#include "frame/footer.h"
#include "frame/limits.h"
#include "frame/pieces.h"

namespace llmzip::testing {
namespace {

void AppendCheck(std::uint32_t check, Bytes* out) {
  out->resize(out->size() + kCheckSize);
  StoreLittleEndian(check, out->data() + out->size() - kCheckSize);
}

Bytes Started(std::uint8_t version, std::uint8_t flags) {
  Bytes bytes(kFrameMagic.size() + 2);
  std::ranges::copy(kFrameMagic, bytes.begin());
  bytes[kFrameMagic.size()] = version;
  bytes[kFrameMagic.size() + 1] = flags;
  return bytes;
}

}  // namespace

Bytes ForgedHeader::ToBytes() const {
  Bytes bytes = Started(version, flags);
  if ((flags & 3) == static_cast<std::uint8_t>(BlockKind::kStored)) return bytes;
  AppendVarint(table, &bytes);
  if (table == 0) {
    AppendVarint(specs.size(), &bytes);
    for (const std::string& spec : specs) {
      AppendVarint(spec.size(), &bytes);
      bytes.insert(bytes.end(), spec.begin(), spec.end());
    }
  }
  bytes.insert(bytes.end(), optional_fields.begin(), optional_fields.end());
  if ((flags & 3) != 0) return bytes;
  AppendVarint(block_size, &bytes);
  AppendCheck(Xxh3Check32(bytes), &bytes);
  return bytes;
}

Bytes OldHeader::ToBytes() const {
  Bytes bytes = Started(version, flags);
  AppendVarint(spec.size(), &bytes);
  bytes.insert(bytes.end(), spec.begin(), spec.end());
  AppendVarint(lanes, &bytes);
  AppendVarint(block_size, &bytes);
  bytes.insert(bytes.end(), optional_fields.begin(), optional_fields.end());
  AppendCheck(Xxh3Check32(bytes), &bytes);
  return bytes;
}

std::uint32_t CheckOf(ByteView header) {
  return LoadLittleEndian<std::uint32_t>(header.data() + header.size() - kCheckSize);
}

Bytes Sealed(ByteView bytes, const BlockPlace& place) {
  Bytes sealed(bytes.begin(), bytes.end());
  AppendCheck(BlockCheck(bytes, place), &sealed);
  return sealed;
}

Bytes ForgedBlock(const BlockHead& head, ByteView payload, const BlockPlace& place) {
  Bytes bytes;
  AppendBlockHead(head, false, &bytes);
  bytes = Sealed(bytes, place);
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  return Sealed(bytes, place);
}

BlockHead StoredHeadOf(ByteView raw, std::uint64_t number) {
  BlockHead head;
  head.kind = BlockKind::kStored;
  head.number = number;
  head.raw_size = head.payload_size = raw.size();
  head.digest = RawDigest::Of(raw);
  head.streams.emplace_back().piece_checks = PieceChecks(raw, raw.size());
  return head;
}

BlockHead PlainHeadOf(std::uint64_t raw_size, std::uint64_t payload_size, std::uint64_t number) {
  BlockHead head;
  head.kind = BlockKind::kPlain;
  head.number = number;
  head.raw_size = raw_size;
  head.payload_size = payload_size;
  head.streams.emplace_back().piece_checks.resize(PiecesOf(raw_size, payload_size).count);
  return head;
}

Bytes StoredBlock(ByteView raw, const BlockPlace& place) {
  return ForgedBlock(StoredHeadOf(raw, place.number), raw, place);
}

Bytes ForgedLone(const ForgedHeader& header, const BlockHead& head, ByteView payload) {
  ForgedHeader lone = header;
  lone.flags = static_cast<std::uint8_t>((lone.flags & ~3) | static_cast<std::uint8_t>(head.kind));
  Bytes bytes = lone.ToBytes();
  AppendBlockHead(head, true, &bytes);
  if (LoneHasHeadCheck(head.payload_size)) AppendCheck(Xxh3Check32(bytes), &bytes);
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  AppendCheck(LastCheck(bytes), &bytes);
  return bytes;
}

Bytes OldBlock(std::uint8_t kind, std::uint64_t raw_size, std::uint64_t payload_size, const Digest128& digest,
               ByteView payload, const BlockPlace& place) {
  Bytes bytes = {kind};
  AppendVarint(raw_size, &bytes);
  if (kind == 1) AppendVarint(payload_size, &bytes);
  bytes.insert(bytes.end(), digest.begin(), digest.end());
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  return Sealed(bytes, place);
}

Bytes OldStoredBlock(ByteView raw, const BlockPlace& place) {
  return OldBlock(2, raw.size(), raw.size(), Xxh3Digest128(raw), raw, place);
}

Bytes ForgedTrailer(ByteView index) {
  Bytes trailer;
  AppendTrailer(index, &trailer);
  return trailer;
}

Bytes ForgedIndex(std::uint64_t blocks, std::uint64_t header_size, const std::vector<IndexEntry>& entries,
                  ByteView content_digest) {
  Bytes index;
  AppendVarint(blocks, &index);
  AppendVarint(header_size, &index);
  for (const IndexEntry& entry : entries) {
    AppendVarint(entry.raw_size, &index);
    AppendVarint(entry.disk_size, &index);
  }
  index.insert(index.end(), content_digest.begin(), content_digest.end());
  return index;
}

Bytes Joined(const std::vector<Bytes>& parts) {
  Bytes joined;
  for (const Bytes& part : parts) joined.insert(joined.end(), part.begin(), part.end());
  return joined;
}

}  // namespace llmzip::testing
