// The index: where every block of a frame is, for seeking; written after the end marker.
//
//   block count varint | header size varint | per block: raw size varint, size on disk varint
//   | [content digest 16: XXH3-128 of all raw bytes; only with two blocks or more]
//
// A lone block's own digest is the content's, and no content needs none. Every number has one encoding, so a
// decoder that has read the blocks can build the index anew and compare. Pure functions of bytes; thread-safe.
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
  std::uint64_t disk_size = 0;  ///< from kind to check
};

struct FrameIndex {
  std::uint64_t header_size = 0;
  std::vector<IndexEntry> blocks;
  std::optional<Digest128> content_digest;
  std::uint64_t raw_size = 0;   ///< of all blocks; known not to overflow
  std::uint64_t disk_size = 0;  ///< of header and all blocks; known not to overflow
};

/// Collects entries in their encoded form: 2 … 12 bytes a block.
class IndexBuilder {
 public:
  void Add(const IndexEntry& entry);

  [[nodiscard]] std::uint64_t blocks() const { return blocks_; }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

  /// The whole index. `content_digest` is used with two blocks or more.
  [[nodiscard]] Bytes Build(std::uint64_t header_size, const Digest128& content_digest) const;

 private:
  std::uint64_t blocks_ = 0;
  Bytes entries_;
};

/// `bytes` must be exactly one index.
StatusOr<FrameIndex> ParseIndex(ByteView bytes);

}  // namespace llmzip

#endif  // LLMZIP_FRAME_INDEX_H_
