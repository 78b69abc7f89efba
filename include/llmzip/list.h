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

struct BlockSummary {
  std::uint64_t offset = 0;  ///< of the block's header in the archive
  std::uint64_t raw_size = 0;
  std::uint64_t coded_size = 0;  ///< header and checks included
  bool stored = false;
  std::string raw_digest;  ///< XXH3-128 of the original bytes, hexadecimal
};

struct FrameSummary {
  std::uint64_t offset = 0;
  std::uint64_t raw_size = 0;
  std::uint64_t coded_size = 0;
  unsigned format_version = 0;
  std::string spec;
  std::string environment;          ///< empty for predictors that are exact everywhere
  std::vector<std::string> models;  ///< SHA-256 digests, hexadecimal
  unsigned lanes = 0;
  std::uint64_t block_size = 0;
  /// To decode one block, at most (of a checkpoint: by its files' sizes). Nothing if that takes a predictor or model
  /// that is not here: `memory_unknown` says which.
  std::optional<std::uint64_t> memory_bytes;
  std::string memory_unknown;
  std::string content_digest;  ///< XXH3-128 of the frame's original bytes, hexadecimal
  std::vector<BlockSummary> blocks;
};

/// `models`: where networks find their weights, which tell the memory they take; null: embedded ones only.
LLMZIP_EXPORT StatusOr<std::vector<FrameSummary>> List(RandomAccessSource& source,
                                                       std::shared_ptr<const ModelSource> models = nullptr);

}  // namespace llmzip

#endif  // LLMZIP_LIST_H_
