// List: what an archive says about itself, read from headers and indexes without decoding a block.
#ifndef LLMZIP_LIST_H_
#define LLMZIP_LIST_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "llmzip/export.h"
#include "llmzip/models.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip {

/// What one stream of a block is coded with. A block without segments has one stream.
struct StreamSummary {
  std::string spec;
  unsigned lanes = 1;
  std::uint64_t size = 0;        ///< bytes it decodes to
  std::uint64_t coded_size = 0;  ///< bytes in the archive
};

/// A piece of a block that is of one kind.
struct SegmentSummary {
  std::string kind;         ///< "text", "x86" …; "" where nobody looked
  std::string description;  ///< its parameters, for people
  std::string filter;       ///< "" if it went through none
  std::uint64_t size = 0;   ///< original bytes
  std::size_t stream = 0;   ///< of the block's streams
  bool continues = false;   ///< it goes on from the block before
};

struct BlockSummary {
  std::uint64_t offset = 0;  ///< of the block's header in the archive
  std::uint64_t raw_size = 0;
  std::uint64_t coded_size = 0;  ///< header and checks included
  bool stored = false;
  std::string raw_digest;                ///< of the original bytes, hexadecimal: XXH3-64, in format 1 XXH3-128
  std::vector<StreamSummary> streams;    ///< none if stored
  std::vector<SegmentSummary> segments;  ///< they cover the block; none if stored
};

struct FrameSummary {
  std::uint64_t offset = 0;
  std::uint64_t raw_size = 0;
  std::uint64_t coded_size = 0;
  unsigned format_version = 0;
  std::uint64_t table = 0;          ///< of plans, which levels use; 0: the spec was given by hand
  std::string spec;                 ///< what codes data, or all; of a lone block, what its first stream is coded with
  std::string environment;          ///< empty for predictors that are exact everywhere
  std::vector<std::string> models;  ///< SHA-256 digests, hexadecimal; of shipped models the first 16 digits
  unsigned lanes = 0;               ///< the most that a stream has
  std::uint64_t block_size = 0;
  /// To decode one block, at most (of a checkpoint: by its files' sizes). Nothing if that takes a predictor or model
  /// that is not here: `memory_unknown` says which.
  std::optional<std::uint64_t> memory_bytes;
  std::string memory_unknown;
  std::string content_digest;  ///< XXH3-128 of the frame's original bytes, hexadecimal; of one block, the block's
  std::vector<BlockSummary> blocks;
};

/// `models`: where networks find their weights, which tell the memory they take; null: embedded ones only.
/// `trailing`: if given, bytes behind the last frame that are no frame are no error; it becomes the place where they
/// begin, or the source's size if there are none.
LLMZIP_EXPORT StatusOr<std::vector<FrameSummary>> List(RandomAccessSource& source,
                                                       std::shared_ptr<const ModelSource> models = nullptr,
                                                       std::uint64_t* trailing = nullptr);

}  // namespace llmzip

#endif  // LLMZIP_LIST_H_
