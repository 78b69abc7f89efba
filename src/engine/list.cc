#include "llmzip/list.h"

#include <algorithm>
#include <new>
#include <utility>

#include "base/hexadecimal.h"
#include "engine/archive_map.h"
#include "frame/limits.h"
#include "plan/plan.h"

namespace llmzip {
namespace {

StatusOr<BlockSummary> Summarise(RandomAccessSource& source, std::uint64_t offset, const IndexEntry& entry,
                                 std::uint64_t block_size) {
  Bytes bytes(std::min<std::uint64_t>(entry.disk_size, kMaxBlockHeaderSize));
  LLMZIP_RETURN_IF_ERROR(source.ReadAt(offset, bytes));
  LLMZIP_ASSIGN_OR_RETURN(const ParsedBlockHeader parsed, ParseBlockHeader(bytes, block_size));
  const BlockHeader& header = parsed.header;
  if (header.kind == BlockKind::kEnd || header.raw_size != entry.raw_size ||
      parsed.size + header.payload_size + kCheckSize != entry.disk_size) {
    return Status::Corrupt("the block at byte " + std::to_string(offset) + " does not agree with the index");
  }
  return BlockSummary{offset, entry.raw_size, entry.disk_size, header.kind == BlockKind::kStored,
                      ToHexadecimal(header.raw_digest)};
}

// What decoding the frame's largest block takes. Nothing is opened or unpacked to tell: a checkpoint of the recorded
// name is taken for the recorded one.
StatusOr<std::uint64_t> MemoryToDecode(const FrameHeader& header, const FrameIndex& index,
                                       std::shared_ptr<const ModelSource> models) {
  if (index.blocks.empty()) return std::uint64_t{0};
  const std::uint64_t largest = std::ranges::max_element(index.blocks, {}, &IndexEntry::raw_size)->raw_size;
  LLMZIP_ASSIGN_OR_RETURN(const Plan plan,
                          PlanOfFrame({.text = header.spec, .models = header.models, .environment = header.environment},
                                      std::move(models), /*identify=*/false));
  return plan.MemoryBytes({.lanes = static_cast<unsigned>(header.lanes), .raw_size = largest});
}

StatusOr<FrameSummary> Summarise(RandomAccessSource& source, const MappedFrame& frame,
                                 const std::shared_ptr<const ModelSource>& models) {
  const ParsedHeader& parsed = *frame.header;
  const FrameHeader& header = parsed.header;
  FrameSummary summary;
  summary.offset = frame.offset;
  summary.raw_size = frame.index.raw_size;
  summary.coded_size = frame.disk_size;
  summary.format_version = kFormatVersion;
  summary.spec = header.spec;
  summary.environment = header.environment;
  for (const ModelDigest& digest : header.models) summary.models.push_back(ToHexadecimal(digest));
  summary.lanes = static_cast<unsigned>(header.lanes);
  summary.block_size = header.block_size;
  const auto memory = MemoryToDecode(header, frame.index, models);
  if (memory.ok()) summary.memory_bytes = *memory;
  if (!memory.ok()) summary.memory_unknown = memory.status().message();
  std::uint64_t offset = frame.offset + parsed.size;
  for (const IndexEntry& entry : frame.index.blocks) {
    LLMZIP_ASSIGN_OR_RETURN(BlockSummary block, Summarise(source, offset, entry, header.block_size));
    summary.blocks.push_back(std::move(block));
    offset += entry.disk_size;
  }
  if (frame.index.content_digest) {
    summary.content_digest = ToHexadecimal(*frame.index.content_digest);
  } else {
    summary.content_digest = summary.blocks.empty() ? ToHexadecimal(Xxh3Digest128({})) : summary.blocks[0].raw_digest;
  }
  return summary;
}

}  // namespace

StatusOr<std::vector<FrameSummary>> List(RandomAccessSource& source, std::shared_ptr<const ModelSource> models) {
  try {
    if (models == nullptr) models = ModelsIn({});
    LLMZIP_ASSIGN_OR_RETURN(const std::vector<MappedFrame> frames, MapArchive(source, Limits{}));
    std::vector<FrameSummary> summaries;
    for (const MappedFrame& frame : frames) {
      LLMZIP_ASSIGN_OR_RETURN(FrameSummary summary, Summarise(source, frame, models));
      summaries.push_back(std::move(summary));
    }
    return summaries;
  } catch (const std::bad_alloc&) {
    return Status::LimitExceeded("out of memory for the index");
  }
}

}  // namespace llmzip
