// Compress: a stream of bytes -> one .llz frame, after frames of the models that it carries, if asked for.
//
// Reads the input block by block, codes blocks on `threads` threads and writes them in order. Unless `verify` is off, a
// fresh decoder decodes each block, and the result is compared with the input, before the block is written. The bytes
// written depend on the input, the level or spec (with its models), the lanes and the block size; never on the number
// of threads.
//
// At a level, each block is cut into segments of different kinds (text, machine code, records …), and the level decides
// how each kind is coded. An explicit spec codes all bytes alike, without segments.
#ifndef LLMZIP_COMPRESS_H_
#define LLMZIP_COMPRESS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "llmzip/export.h"
#include "llmzip/kernel.h"
#include "llmzip/level.h"
#include "llmzip/limits.h"
#include "llmzip/models.h"
#include "llmzip/progress.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip {

struct CompressOptions {
  int level = kDefaultLevel;  ///< kMinLevel … kMaxLevel; ignored if `spec` is set
  std::string spec = {};      ///< a codec or predictor for all bytes; empty: the level decides
  /// A model's name or path, in place of the embedded network of levels from 4 on; empty: that. A language model (made
  /// by `llmzip import`) predicts prose and source code far better, and takes longer; other content is coded without
  /// it. Decoding needs it too.
  std::string model = {};
  /// The archive carries the models that it needs, if they are not part of llmzip, and decodes wherever llmzip does. It
  /// is then larger by their files, packed. Not for checkpoints.
  bool embed_models = false;
  std::uint64_t block_size = 0;  ///< most raw bytes per block, up to 2^40; 0: that of the level (or default level)
  /// If content_size is known, use blocks of nearly equal size, none larger than block_size, so that all threads finish
  /// at about the same time.
  bool even_blocks = false;
  unsigned lanes = 0;    ///< per stream, up to 65535; 0: automatic, 1 to 16 for networks (by cost and size), else 1
  unsigned threads = 0;  ///< 0: one per processor; never more than kMaxThreads
  bool verify = true;
  std::optional<std::uint64_t> content_size;  ///< bytes in the source, if known; kInvalidArgument if wrong
  Limits limits;
  std::shared_ptr<const ModelSource> models;  ///< where networks find their weights; null: embedded models only
  Kernel kernel = BestKernel();               ///< for tests; does not change the output
};

/// Compresses all of `source`. `progress` may be null. A request to stop takes effect within about a second, but for
/// blocks of zstd, which are coded to their ends first. After an error, the bytes already in `sink` are not a valid
/// archive. Errors: kInvalidArgument for wrong options, kModelMissing, kLimitExceeded (only limits.memory_bytes applies
/// here), kCancelled, kInternal if verification fails, and whatever `source` and `sink` return.
LLMZIP_EXPORT StatusOr<Totals> Compress(ByteSource& source, ByteSink& sink, const CompressOptions& options,
                                        Progress* progress);

}  // namespace llmzip

#endif  // LLMZIP_COMPRESS_H_
