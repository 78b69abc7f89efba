#include "llmzip/list.h"

#include <algorithm>
#include <utility>

#include "base/hexadecimal.h"
#include "content/kind.h"
#include "engine/archive_map.h"
#include "engine/block_coding.h"
#include "engine/frame_plans.h"
#include "engine/public_call.h"
#include "filters/registry.h"
#include "frame/limits.h"
#include "plan/cost.h"

namespace llmzip {
namespace {

// Reads the head of a block. The payload is read as well only if no check but the block's last one covers the head.
StatusOr<BlockHead> ReadHead(RandomAccessSource& source, const MappedFrame& frame, std::uint64_t number,
                             std::uint64_t offset) {
  const FrameHeader& header = frame.header->header;
  const IndexEntry& entry = frame.index.blocks[number];
  Bytes bytes(std::min<std::uint64_t>(entry.disk_size, kMaxBlockStartSize));
  LLMZIP_RETURN_IF_ERROR(source.ReadAt(offset, bytes));
  LLMZIP_ASSIGN_OR_RETURN(const BlockSizes sizes, ParseBlockSizes(bytes, header));
  const Status disagrees =
      Status::Corrupt("the block at byte " + std::to_string(offset) + " does not agree with the index");
  if (sizes.kind == BlockKind::kEnd || sizes.raw_size != entry.raw_size || sizes.disk_size() != entry.disk_size) {
    return disagrees;
  }
  if (header.version == kOldFormatVersion) return ParseBlockHead(bytes, header);
  if (sizes.has_head_check && !header.lone) {
    bytes.resize(sizes.head_size);
    LLMZIP_RETURN_IF_ERROR(source.ReadAt(offset, bytes));
    const BlockPlace place = {frame.header->check, number};
    return ParseCheckedHead(bytes, header, place);
  }
  LLMZIP_ASSIGN_OR_RETURN(BlockOnDisk block, ReadMappedBlock(source, frame, number, offset));
  LLMZIP_RETURN_IF_ERROR(block.head_status);
  return std::move(block.head);
}

std::string KindName(std::uint8_t number) {
  const KindEntry* const entry = FindKind(number);
  return entry != nullptr ? std::string(entry->name) : "kind " + std::to_string(number);
}

SegmentSummary Summarise(const SegmentHead& segment) {
  SegmentSummary summary;
  summary.kind = KindName(segment.kind);
  if (CheckKindParameters(segment.kind, segment.parameters).ok()) {
    summary.description = FindKind(segment.kind)->describe(segment.parameters, segment.size);
  }
  if (segment.filter != 0 && !segment.filter_parameters.empty()) {
    const FilterEntry* const filter = FindFilter(segment.filter);
    summary.filter = filter != nullptr ? std::string(filter->name) : "filter " + std::to_string(segment.filter);
  }
  summary.size = segment.size;
  summary.stream = segment.stream;
  summary.continues = segment.continues;
  return summary;
}

BlockSummary Summarise(const BlockHead& head, const FrameHeader& frame, std::uint64_t offset, const IndexEntry& entry) {
  BlockSummary summary;
  summary.offset = offset;
  summary.raw_size = entry.raw_size;
  summary.coded_size = entry.disk_size;
  summary.stored = head.kind == BlockKind::kStored;
  summary.raw_digest = ToHexadecimal(head.digest.bytes());
  if (summary.stored) return summary;
  for (const StreamHead& stream : head.streams) {
    summary.streams.push_back(
        {SpecOfPlan(frame, stream.plan), static_cast<unsigned>(stream.lanes), stream.size, stream.coded_size});
  }
  for (const SegmentHead& segment : head.segments) summary.segments.push_back(Summarise(segment));
  if (head.kind == BlockKind::kPlain) {
    const bool looked = frame.table != 0;
    const std::string kind = looked ? KindName(static_cast<std::uint8_t>(KindOfPlan(head.streams[0].plan))) : "";
    summary.segments.push_back({kind, "", "", entry.raw_size, 0, false});
  }
  return summary;
}

struct Needs {
  std::uint64_t memory_bytes = 0;
  std::uint64_t work_ns = 0;
};

// Computes the memory and the time for decoding each block of a frame, as they are compared with the limits. Nothing is
// opened or unpacked for that: a checkpoint of the recorded name is assumed to be the recorded one.
class NeedsOfBlocks {
 public:
  NeedsOfBlocks(const FrameHeader& header, std::shared_ptr<const ModelSource> models)
      : header_(header), models_(std::move(models)) {}

  StatusOr<Needs> Of(const BlockHead& head) {
    if (plans_ == nullptr && head.kind != BlockKind::kStored) {
      LLMZIP_ASSIGN_OR_RETURN(plans_, FramePlans::FromHeader(header_, PlansUsed(head), 1, models_, /*identify=*/false));
    }
    FramePlans* const plans = head.kind == BlockKind::kStored ? nullptr : plans_.get();
    LLMZIP_ASSIGN_OR_RETURN(const BlockWork work, DecodingWork(plans, head));
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t memory, DecodingMemory(plans, head));
    return Needs{memory, work.TotalNs()};
  }

 private:
  const FrameHeader& header_;
  std::shared_ptr<const ModelSource> models_;
  FramePlans::Shared plans_;
};

StatusOr<FrameSummary> Summarise(RandomAccessSource& source, const MappedFrame& frame,
                                 const std::shared_ptr<const ModelSource>& models) {
  const FrameHeader& header = frame.header->header;
  FrameSummary summary;
  summary.offset = frame.offset;
  summary.raw_size = frame.index.raw_size;
  summary.coded_size = frame.disk_size;
  summary.format_version = header.version;
  summary.table = header.table;
  summary.spec = header.lone == BlockKind::kStored ? "store" : SpecOfPlan(header, 0);
  summary.environment = header.environment;
  summary.carries_model = header.carries_model;
  summary.model_name = header.model_name;
  for (const ModelDigest& digest : header.models) {
    summary.models.push_back(
        ToHexadecimal(ByteView(digest).first(header.whole_digests ? digest.size() : kShortDigestSize)));
  }
  summary.lanes = static_cast<unsigned>(header.lanes);
  summary.block_size = header.lone ? std::max<std::uint64_t>(1, frame.index.raw_size) : header.block_size;
  NeedsOfBlocks all_needs(header, models);
  if (frame.index.blocks.empty()) summary.memory_bytes = summary.work_ns = 0;
  std::uint64_t offset = frame.offset + frame.header->size;
  for (std::uint64_t number = 0; number < frame.index.blocks.size(); ++number) {
    const IndexEntry& entry = frame.index.blocks[number];
    LLMZIP_ASSIGN_OR_RETURN(const BlockHead head, ReadHead(source, frame, number, offset));
    summary.blocks.push_back(Summarise(head, header, offset, entry));
    if (summary.memory_unknown.empty()) {
      const auto needs = all_needs.Of(head);
      if (needs.ok()) {
        summary.memory_bytes = std::max(summary.memory_bytes.value_or(0), needs->memory_bytes);
        summary.work_ns = SaturatingAdd(summary.work_ns.value_or(0), needs->work_ns);
      } else {
        summary.memory_unknown = needs.status().message();
      }
    }
    for (const StreamSummary& stream : summary.blocks.back().streams) {
      summary.lanes = std::max(summary.lanes, stream.lanes);
    }
    offset += entry.disk_size;
  }
  if (!summary.memory_unknown.empty()) {
    summary.memory_bytes.reset();
    summary.work_ns.reset();
  }
  if (header.lone && !summary.blocks.empty() && !summary.blocks[0].streams.empty()) {
    summary.spec = summary.blocks[0].streams[0].spec;
  }
  if (frame.index.content_digest) {
    summary.content_digest = ToHexadecimal(*frame.index.content_digest);
  } else if (summary.blocks.empty()) {
    summary.content_digest = ToHexadecimal(Xxh3Digest128({}));
  } else {
    summary.content_digest = summary.blocks[0].raw_digest;
  }
  return summary;
}

}  // namespace

StatusOr<std::vector<FrameSummary>> List(RandomAccessSource& source, std::shared_ptr<const ModelSource> models,
                                         std::uint64_t* trailing) {
  return PublicCall([&]() -> StatusOr<std::vector<FrameSummary>> {
    if (models == nullptr) models = ModelsIn({});
    LLMZIP_ASSIGN_OR_RETURN(const std::vector<MappedFrame> frames, MapArchive(source, Limits{}, trailing));
    std::vector<FrameSummary> summaries;
    std::vector<std::string> carried;  // digests
    for (const MappedFrame& frame : frames) {
      LLMZIP_ASSIGN_OR_RETURN(FrameSummary summary, Summarise(source, frame, models));
      if (summary.carries_model) carried.push_back(summary.models.front());
      for (const std::string& model : summary.models) {
        const bool here =
            std::ranges::any_of(carried, [&](const std::string& digest) { return digest.starts_with(model); });
        if (here && !summary.memory_unknown.empty()) {
          summary.memory_unknown = "that depends on a model that the archive carries";
        }
      }
      summaries.push_back(std::move(summary));
    }
    return summaries;
  });
}

}  // namespace llmzip
