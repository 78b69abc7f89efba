#include "frame/index.h"

#include <algorithm>

#include "base/varint.h"
#include "frame/block.h"
#include "frame/field_reader.h"
#include "frame/limits.h"

namespace llmzip {
namespace {

constexpr std::size_t kMinEntrySize = 2;
constexpr std::size_t kMaxEntrySize = 12;  // both sizes are below 2^42
// Either layout and payload together are smaller than the raw bytes, or the block is stored and has piece checks as
// well.
constexpr std::uint64_t kMaxDiskSize = kMaxBlockSize + kMaxBlockSize / 1024 + 1024;

// *sum += value, unless that overflows.
bool AddTo(std::uint64_t* sum, std::uint64_t value) {
  if (value > UINT64_MAX - *sum) return false;
  *sum += value;
  return true;
}

}  // namespace

void IndexBuilder::Add(const IndexEntry& entry) {
  ++blocks_;
  AppendVarint(entry.raw_size, &entries_);
  AppendVarint(entry.disk_size, &entries_);
}

Bytes IndexBuilder::Build(std::uint8_t version, std::uint64_t header_size, const Digest128& content_digest) const {
  Bytes index;
  AppendVarint(blocks_, &index);
  AppendVarint(header_size, &index);
  index.insert(index.end(), entries_.begin(), entries_.end());
  if (IndexHasDigest(version, blocks_)) index.insert(index.end(), content_digest.begin(), content_digest.end());
  return index;
}

bool IndexHasDigest(std::uint8_t version, std::uint64_t blocks) { return version != kOldFormatVersion || blocks >= 2; }

std::optional<std::uint64_t> IndexSize(ByteView bytes, std::uint8_t version) {
  const std::size_t all = bytes.size();
  const auto count = TakeVarint(&bytes);
  if (!count || !TakeVarint(&bytes)) return std::nullopt;
  for (std::uint64_t i = 0; i < *count; ++i) {
    if (!TakeVarint(&bytes) || !TakeVarint(&bytes)) return std::nullopt;
  }
  return all - bytes.size() + (IndexHasDigest(version, *count) ? sizeof(Digest128) : 0);
}

std::uint64_t MostIndexBytes(std::uint64_t block_bytes) {
  return block_bytes / kMinBlockSizeOnDisk * kMaxEntrySize + 2 * kMaxVarintSize + sizeof(Digest128);
}

StatusOr<FrameIndex> ParseIndex(ByteView bytes, std::uint64_t block_bytes) {
  FieldReader reader(bytes, "index");
  FrameIndex index;
  const std::uint64_t most = std::min(bytes.size() / kMinEntrySize, block_bytes / kMinBlockSizeOnDisk);
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t count, reader.TakeNumber("block count", 0, most));
  LLMZIP_ASSIGN_OR_RETURN(index.header_size, reader.TakeNumber("header size", 1, kMaxHeaderSize));
  index.disk_size = index.header_size;
  index.blocks.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    IndexEntry entry;
    LLMZIP_ASSIGN_OR_RETURN(entry.raw_size, reader.TakeNumber("raw size", 1, kMaxBlockSize));
    LLMZIP_ASSIGN_OR_RETURN(entry.disk_size, reader.TakeNumber("size on disk", kMinBlockSizeOnDisk, kMaxDiskSize));
    if (!AddTo(&index.raw_size, entry.raw_size) || !AddTo(&index.disk_size, entry.disk_size)) {
      return reader.Error("sizes", "add up to more than 2^64");
    }
    index.blocks.push_back(entry);
  }
  if (reader.left() > 0) {
    index.content_digest.emplace();
    LLMZIP_ASSIGN_OR_RETURN(const ByteView digest, reader.TakeBytes("content digest", index.content_digest->size()));
    std::ranges::copy(digest, index.content_digest->begin());
  }
  if (reader.left() != 0) return reader.Error("end", "is missing");
  return index;
}

}  // namespace llmzip
