// ArchiveMap: where all frames and blocks of an archive are: read from the indexes, last frame first, as far as frames
// have one, and what lies before them from the front. No block is read, only its sizes.
// Thread safety: a value; making it uses the source from the calling thread.
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
  std::uint64_t disk_size = 0;    ///< header to footer
  FrameIndex index;               ///< of a lone frame: as if it had one
  StatusOr<ParsedHeader> header;  ///< agrees with the index, or why it cannot be read
};

struct ArchiveMap {
  std::vector<MappedFrame> frames;  ///< in the order of the archive
  std::uint64_t begin = 0;          ///< where the first of `frames` begins
  Status status;                    ///< why frames before `begin` could not be mapped; OK if there are none
};

/// Maps as many frames as have an index from the archive's end, or another place, backwards.
ArchiveMap MapFromEnd(RandomAccessSource& source, std::uint64_t end, const Limits& limits);

/// All frames, headers included, or an error. Bytes that are no frame and no padding behind the last frame are one too;
/// unless `trailing` is given, which becomes the place where they begin, or the source's size if there are none.
StatusOr<std::vector<MappedFrame>> MapArchive(RandomAccessSource& source, const Limits& limits,
                                              std::uint64_t* trailing = nullptr);

/// The frame that begins at `offset`, read from the front, of which nothing lies at or behind `end`. Its blocks are
/// passed over by their sizes. kCorrupt if it is not whole.
StatusOr<MappedFrame> MapFrameAt(RandomAccessSource& source, std::uint64_t offset, std::uint64_t end,
                                 const Limits& limits);

/// A block by its number, `offset` being where it begins; its checks are in what comes back. Of a lone frame, the
/// whole. kCorrupt unless it is one block of exactly the size that the index says.
StatusOr<BlockOnDisk> ReadMappedBlock(RandomAccessSource& source, const MappedFrame& frame, std::uint64_t number,
                                      std::uint64_t offset);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_ARCHIVE_MAP_H_
