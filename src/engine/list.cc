#include "llmzip/list.h"

#include <algorithm>
#include <new>
#include <utility>

#include "engine/archive_map.h"
#include "engine/frame_codec.h"
#include "engine/hexadecimal.h"
#include "frame/limits.h"
#include "registry/codecs.h"
#include "registry/model_references.h"

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

// 0 for a spec this version does not know: listing needs no codec, nor a model.
std::uint64_t MemoryToDecode(const FrameHeader& header, const FrameIndex& index,
                             const std::shared_ptr<const ModelSource>& models) {
  const auto spec = ParseSpec(header.spec);
  if (!spec.ok() || index.blocks.empty()) return 0;
  const std::uint64_t largest = std::ranges::max_element(index.blocks, {}, &IndexEntry::raw_size)->raw_size;
  // Opening a checkpoint takes gigabytes and minutes: too much for a list.
  const auto is_checkpoint = [](const ModelReference& r) { return r.kind == ModelReference::Kind::kCheckpoint; };
  if (std::ranges::any_of(ModelReferences(*spec), is_checkpoint)) return 0;
  if (!header.models.empty()) {
    const auto codec = FrameCodec::FromHeader(header, 1, models);
    const auto working = codec.ok() ? codec->WorkingMemory(largest) : codec.status();
    return working.ok() ? *working : 0;
  }
  const auto bytes = CodecMemoryBytes(*spec, {static_cast<unsigned>(header.lanes)}, largest);
  return bytes.ok() ? *bytes : 0;
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
  summary.memory_bytes = MemoryToDecode(header, frame.index, models);
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
