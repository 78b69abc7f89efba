// The index: where every block of a frame is, for seeking; written after the end marker.
//
//   block count varint | header size varint | per block: raw size varint, size on disk varint
//   | [content digest 16: XXH3-128 of all raw bytes; in version 1 only with two blocks or more]
//
// Every number has one encoding, so a decoder that has read the blocks can rebuild the index and compare bytes. Pure
// functions of bytes; thread-safe.
#ifndef LLMZIP_FRAME_INDEX_H_
#define LLMZIP_FRAME_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/digest.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

struct IndexEntry {
  std::uint64_t raw_size = 0;
  std::uint64_t disk_size = 0;  ///< bytes in the archive, from kind to last check

  friend bool operator==(const IndexEntry&, const IndexEntry&) = default;
};

struct FrameIndex {
  std::uint64_t header_size = 0;
  std::vector<IndexEntry> blocks;
  std::optional<Digest128> content_digest;
  std::uint64_t raw_size = 0;   ///< of all blocks; known not to overflow
  std::uint64_t disk_size = 0;  ///< of header and all blocks; known not to overflow
};

/// Collects entries in their encoded form: 2 … 12 bytes per block.
class IndexBuilder {
 public:
  void Add(const IndexEntry& entry);

  [[nodiscard]] std::uint64_t blocks() const { return blocks_; }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

  /// The whole index of a frame of this version of the format.
  [[nodiscard]] Bytes Build(std::uint8_t version, std::uint64_t header_size, const Digest128& content_digest) const;

 private:
  std::uint64_t blocks_ = 0;
  Bytes entries_;
};

/// The size of the index that `bytes` begin with, computed by reading it; nullopt if it is cut short or malformed.
std::optional<std::uint64_t> IndexSize(ByteView bytes, std::uint8_t version);

/// True if the index of a frame with so many blocks ends with a content digest.
bool IndexHasDigest(std::uint8_t version, std::uint64_t blocks);

/// No index of a frame whose blocks take so many bytes in the archive is larger.
std::uint64_t MostIndexBytes(std::uint64_t block_bytes);

/// `bytes` must be exactly one index, of either version. Whether it must have a content digest depends on the frame's
/// version, which is not known here: callers check that with IndexHasDigest. An index of more blocks than
/// `block_bytes` bytes of archive can hold is refused before memory is taken for them.
StatusOr<FrameIndex> ParseIndex(ByteView bytes, std::uint64_t block_bytes = UINT64_MAX);

}  // namespace llmzip

#endif  // LLMZIP_FRAME_INDEX_H_
