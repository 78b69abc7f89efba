#include "support/forge.h"

#include "base/digest.h"
#include "base/little_endian.h"
#include "base/varint.h"
#include "frame/footer.h"
#include "frame/limits.h"

namespace llmzip::testing {
namespace {

void AppendCheck(std::uint32_t check, Bytes* out) {
  out->resize(out->size() + kCheckSize);
  StoreLittleEndian(check, out->data() + out->size() - kCheckSize);
}

}  // namespace

Bytes ForgedHeader::ToBytes() const {
  Bytes bytes(kFrameMagic.begin(), kFrameMagic.end());
  bytes.push_back(version);
  bytes.push_back(flags);
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

Bytes ForgedBlock(const BlockHeader& header, ByteView payload, const BlockPlace& place) {
  Bytes bytes;
  AppendBlockHeader(header, &bytes);
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  return Sealed(bytes, place);
}

Bytes StoredBlock(ByteView raw, const BlockPlace& place) {
  return ForgedBlock({BlockKind::kStored, raw.size(), raw.size(), Xxh3Digest128(raw)}, raw, place);
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
