// Decompress: concatenated .llz frames -> the original bytes.
//
// Blocks are decoded on `threads` threads and written in order, each only after its checks and its digest have matched.
// Also here: Test (decodes everything, writes nothing), DecompressRange (decodes only the blocks that a range overlaps,
// found through the index) and Recover (saves what it can of a damaged archive).
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
  unsigned threads = 0;  ///< 0: one per processor; never more than kMaxThreads
  Limits limits;
  std::shared_ptr<const ModelSource> models;  ///< where networks find their weights; null: embedded models only
  Kernel kernel = BestKernel();               ///< for tests; does not change the output

  /// Bytes after the last frame that are not zero padding: kCorrupt if false, a warning if true.
  bool ignore_trailing_bytes = false;
};

/// Decompresses all frames of `source`. `progress` may be null. A request to stop takes effect within about a second,
/// but for blocks of gzip, zstd, lzma, png and flac, which are decoded to their ends first. After an error, the bytes
/// already in `sink` are a correct beginning of the original. Errors: kCorrupt, kUnsupported (made by a newer llmzip,
/// or with a predictor or codec that is not registered here), kModelMissing, kLimitExceeded, kCancelled, and whatever
/// `source` and `sink` return.
LLMZIP_EXPORT StatusOr<Totals> Decompress(ByteSource& source, ByteSink& sink, const DecompressOptions& options,
                                          Progress* progress);

/// Decompresses and checks everything, without writing. Errors as of Decompress.
LLMZIP_EXPORT StatusOr<Totals> Test(ByteSource& source, const DecompressOptions& options, Progress* progress);

/// Writes the original bytes [offset, offset + size), counted over all frames together; a range that reaches beyond
/// their end is cut there. The index is found from the archive's end, so bytes after the last frame, other than zero
/// padding, are an error here.
LLMZIP_EXPORT StatusOr<Totals> DecompressRange(RandomAccessSource& source, std::uint64_t offset, std::uint64_t size,
                                               ByteSink& sink, const DecompressOptions& options, Progress* progress);

/// Writes everything that can still be decoded. Zeros of the same length replace lost bytes, as far as that length is
/// known; Progress::Warn describes each loss and Totals::damaged_blocks counts them. Blocks are found through the
/// indexes at the archive's end or, where those are damaged, by searching for block heads. Damage is an error only if
/// no frame header is found. Other errors: kModelMissing or kUnsupported if no block at all can be decoded here, and
/// those of Decompress that are not about damage.
LLMZIP_EXPORT StatusOr<Totals> Recover(RandomAccessSource& source, ByteSink& sink, const DecompressOptions& options,
                                       Progress* progress);

}  // namespace llmzip

#endif  // LLMZIP_DECOMPRESS_H_
