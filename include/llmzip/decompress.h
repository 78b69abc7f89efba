// Decompress: concatenated .llz frames -> the original bytes.
//
// Blocks are decoded on `threads` threads and written in order, each only after its checksum matched.
// Also here: Test (decode and write nowhere), DecompressRange (only the blocks a range touches, through the index).
#ifndef LLMZIP_DECOMPRESS_H_
#define LLMZIP_DECOMPRESS_H_

#include <cstdint>
#include <memory>

#include "llmzip/export.h"
#include "llmzip/kernel.h"
#include "llmzip/limits.h"
#include "llmzip/models.h"
#include "llmzip/progress.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip {

struct DecompressOptions {
  unsigned threads = 0;  ///< 0: one a processor
  Limits limits;
  std::shared_ptr<const ModelSource> models;  ///< where networks find their weights; null: embedded ones only
  Kernel kernel = BestKernel();               ///< for tests; never changes a byte

  /// Bytes after the last frame: an error (kCorrupt) unless true, and then a warning.
  bool ignore_trailing_bytes = false;
};

/// `progress` may be null. Stopping takes effect within blocks of predictors, between blocks of others. On an error the
/// bytes already in `sink` are a correct beginning of the original.
LLMZIP_EXPORT StatusOr<Totals> Decompress(ByteSource& source, ByteSink& sink, const DecompressOptions& options,
                                          Progress* progress);

/// Decompresses and checks everything, writes nothing.
LLMZIP_EXPORT StatusOr<Totals> Test(ByteSource& source, const DecompressOptions& options, Progress* progress);

/// Original bytes [offset, offset + size) of the archive (all its frames together), cut short at its end. The index is
/// found from the archive's end, so bytes that follow it are an error here.
LLMZIP_EXPORT StatusOr<Totals> DecompressRange(RandomAccessSource& source, std::uint64_t offset, std::uint64_t size,
                                               ByteSink& sink, const DecompressOptions& options, Progress* progress);

/// Everything that can still be read: damaged blocks come out as zeros of the same length (Totals counts them),
/// found again through the index at the end or, where that is damaged too, block by block.
LLMZIP_EXPORT StatusOr<Totals> Recover(RandomAccessSource& source, ByteSink& sink, const DecompressOptions& options,
                                       Progress* progress);

}  // namespace llmzip

#endif  // LLMZIP_DECOMPRESS_H_
