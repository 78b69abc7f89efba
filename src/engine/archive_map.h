// ArchiveMap: where all frames and blocks of an archive are. Indexes are read from the last frame backwards, as long as
// frames have one; the frames before are mapped from the front, block by block. Blocks are not read, only their sizes.
// Thread safety: a value; making it uses the source on the calling thread.
#ifndef LLMZIP_ENGINE_ARCHIVE_MAP_H_
#define LLMZIP_ENGINE_ARCHIVE_MAP_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/block_on_disk.h"
#include "frame/header.h"
#include "frame/index.h"
#include "llmzip/codec.h"
#include "llmzip/limits.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip {

struct MappedFrame {
  std::uint64_t offset = 0;       ///< in the archive
  std::uint64_t disk_size = 0;    ///< bytes from header to footer
  FrameIndex index;               ///< of a lone frame: what its index would be
  StatusOr<ParsedHeader> header;  ///< agrees with the index, or says why it cannot be read
};

struct ArchiveMap {
  std::vector<MappedFrame> frames;  ///< in archive order
  std::uint64_t begin = 0;          ///< where the first of `frames` begins
  Status status;                    ///< why the frames before `begin` could not be mapped; OK if there are none
};

/// Maps frames backwards from `end`, as many as have an index.
ArchiveMap MapFromEnd(RandomAccessSource& source, std::uint64_t end, const Limits& limits);

/// Maps all frames, headers included, or returns an error. Bytes after the last frame that are neither a frame nor
/// padding are an error too, unless `trailing` is given: it is set to where they begin, or to the size of the source if
/// there are none.
StatusOr<std::vector<MappedFrame>> MapArchive(RandomAccessSource& source, const Limits& limits,
                                              std::uint64_t* trailing = nullptr);

/// Maps the frame that begins at `offset` by reading forward from its header, skipping blocks by their sizes. Nothing
/// of it may lie at or behind `end`. kCorrupt if it is not complete.
StatusOr<MappedFrame> MapFrameAt(RandomAccessSource& source, std::uint64_t offset, std::uint64_t end,
                                 const Limits& limits);

/// Reads the block with this number, which begins at `offset`, and examines its checks (in a lone frame, of the whole
/// frame). kCorrupt unless it is one block of exactly the size that the index states.
StatusOr<BlockOnDisk> ReadMappedBlock(RandomAccessSource& source, const MappedFrame& frame, std::uint64_t number,
                                      std::uint64_t offset);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_ARCHIVE_MAP_H_
