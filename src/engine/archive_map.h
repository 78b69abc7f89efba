// ArchiveMap: where all frames and blocks of an archive are, read from the indexes, last frame first.
// No block is read. Thread safety: a value; making it uses the source from the calling thread.
#ifndef LLMZIP_ENGINE_ARCHIVE_MAP_H_
#define LLMZIP_ENGINE_ARCHIVE_MAP_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "frame/block_header.h"
#include "frame/header.h"
#include "frame/index.h"
#include "llmzip/codec.h"
#include "llmzip/limits.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip {

struct MappedFrame {
  std::uint64_t offset = 0;     ///< in the archive
  std::uint64_t disk_size = 0;  ///< header to footer
  FrameIndex index;
  StatusOr<ParsedHeader> header;  ///< agrees with the index, or why it cannot be read
};

struct ArchiveMap {
  std::vector<MappedFrame> frames;  ///< in the order of the archive
  std::uint64_t begin = 0;          ///< where the first of `frames` begins
  Status status;                    ///< why frames before `begin` could not be mapped; OK if there are none
};

/// Maps as many frames as there are from the archive's end backwards.
ArchiveMap MapFromEnd(RandomAccessSource& source, const Limits& limits);

/// All frames, headers included, or an error.
StatusOr<std::vector<MappedFrame>> MapArchive(RandomAccessSource& source, const Limits& limits);

/// A block as it stands in the archive.
struct BlockOnDisk {
  BlockHeader header;
  std::uint64_t offset = 0;
  std::size_t header_size = 0;
  std::shared_ptr<const Bytes> bytes;  ///< from kind to check
  bool sound = false;                  ///< its check matched

  [[nodiscard]] ByteView payload() const { return ByteView(*bytes).subspan(header_size, header.payload_size); }
};

/// Reads a block of `disk_size` bytes at `offset`, all of which must be in the source. kCorrupt unless it is one block
/// of exactly that size; whether its check matched is in `sound`.
StatusOr<BlockOnDisk> ReadBlockAt(RandomAccessSource& source, std::uint64_t offset, std::uint64_t disk_size,
                                  std::uint64_t block_size, const BlockPlace& place);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_ARCHIVE_MAP_H_
