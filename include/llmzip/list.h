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

/// A part of a block that is of one kind.
struct SegmentSummary {
  std::string kind;         ///< "text", "x86" …; "" with an explicit spec: nothing was searched for
  std::string description;  ///< the kind's parameters in words
  std::string filter;       ///< "" if none was applied
  std::uint64_t size = 0;   ///< original bytes
  std::size_t stream = 0;   ///< index into the block's streams
  bool continues = false;   ///< continues the last segment of the block before
};

struct BlockSummary {
  std::uint64_t offset = 0;  ///< of the block's header in the archive
  std::uint64_t raw_size = 0;
  std::uint64_t coded_size = 0;  ///< in the archive, head and checks included
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
  std::uint64_t table = 0;          ///< number of the level table; 0: an explicit spec
  std::string spec;                 ///< for data, or for all bytes; in a lone frame, that of its first stream
  std::string environment;          ///< empty for predictors that are exact everywhere
  std::vector<std::string> models;  ///< SHA-256 in hexadecimal; of shipped models only the first 16 digits
  /// The content is a model file, for the frames that follow, and no part of the archive's content; `models` names it.
  bool carries_model = false;
  std::string model_name;  ///< of the carried or chosen model, as recorded; may be empty
  unsigned lanes = 0;      ///< the largest number that a stream has
  std::uint64_t block_size = 0;
  /// Most memory that decoding any block takes on one thread, in bytes, as it is compared with Limits::memory_bytes:
  /// its codec (for a checkpoint, estimated from the sizes of its files), its coded and its original bytes. Not set if
  /// that depends on a predictor or model that is missing here: `memory_unknown` says which.
  std::optional<std::uint64_t> memory_bytes;
  std::string memory_unknown;
  /// The time that decoding takes, all blocks together, in nanoseconds of one core: an estimate that is seldom exceeded
  /// on a machine of 2020, and what the limit on work adds up. Set when memory_bytes is.
  std::optional<std::uint64_t> work_ns;
  std::string content_digest;  ///< XXH3-128 of the frame's original bytes, hexadecimal; if it stores none, the block's
  std::vector<BlockSummary> blocks;
};

/// `models`: where networks find their weights, which decide how much memory they take; null: embedded models only.
/// `trailing`: if given, bytes after the last frame that are no frame are not an error; it is set to where they begin,
/// or to the size of the source if there are none.
LLMZIP_EXPORT StatusOr<std::vector<FrameSummary>> List(RandomAccessSource& source,
                                                       std::shared_ptr<const ModelSource> models = nullptr,
                                                       std::uint64_t* trailing = nullptr);

}  // namespace llmzip

#endif  // LLMZIP_LIST_H_
