// Compress: a stream of bytes -> one .llz frame.
//
// Reads block by block, codes blocks on `threads` threads, writes them in order. Each block is decoded again
// by a fresh decoder before it is written, unless verify is off. The bytes written depend on the input, the level or
// spec, the lanes and the block size; never on the thread count.
//
// At a level, each block is cut into segments of different kinds (text, machine code, records …), and each kind is
// coded by what the level has for it. A spec given by hand codes all bytes as they are.
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
  int level = kDefaultLevel;     ///< kMinLevel … kMaxLevel; means nothing where `spec` is given
  std::string spec = {};         ///< a codec or predictor for everything; "" to go by the level
  std::uint64_t block_size = 0;  ///< most bytes a block holds; 0: the level's, or with a spec the default level's
  /// Blocks of equal size, none larger than block_size, when content_size is known: better for threads.
  bool even_blocks = false;
  unsigned lanes = 0;    ///< 0: what suits spec and block: 1 to 16 by the block's size for networks, 1 for others
  unsigned threads = 0;  ///< 0: one a processor
  bool verify = true;
  std::optional<std::uint64_t> content_size;  ///< bytes the source will give, when known; kInvalidArgument if wrong
  Limits limits;
  std::shared_ptr<const ModelSource> models;  ///< where networks find their weights; null: embedded ones only
  Kernel kernel = BestKernel();               ///< for tests; never changes a byte
};

/// `progress` may be null. Stopping and errors take effect within blocks of predictors, and between blocks of other
/// codecs. On an error the bytes already in `sink` are no archive.
LLMZIP_EXPORT StatusOr<Totals> Compress(ByteSource& source, ByteSink& sink, const CompressOptions& options,
                                        Progress* progress);

}  // namespace llmzip

#endif  // LLMZIP_COMPRESS_H_
