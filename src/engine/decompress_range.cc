// DecompressRange: decodes the blocks that a range overlaps, found through the index; declared in decompress.h.
#include <algorithm>
#include <utility>

#include "engine/archive_map.h"
#include "engine/block_coding.h"
#include "engine/block_threads.h"
#include "engine/budget.h"
#include "engine/carried_models.h"
#include "engine/frame_plans.h"
#include "engine/padding.h"
#include "engine/pipeline.h"
#include "engine/public_call.h"
#include "engine/reporter.h"
#include "engine/threads.h"
#include "llmzip/decompress.h"

namespace llmzip {
namespace {

// Original bytes [begin, end) of the archive.
struct Range {
  std::uint64_t begin;
  std::uint64_t end;

  // The intersection with [from, from + size), relative to `from`; may be empty.
  [[nodiscard]] Range Within(std::uint64_t from, std::uint64_t size) const {
    const std::uint64_t first = std::clamp(begin, from, from + size);
    const std::uint64_t last = std::clamp(end, first, from + size);
    return {first - from, last - from};
  }
  [[nodiscard]] bool empty() const { return begin == end; }
};

class RangeDecompressor {
 public:
  RangeDecompressor(RandomAccessSource& source, ByteSink& sink, const DecompressOptions& options, Progress* progress)
      : source_(source),
        sink_(sink),
        options_(options),
        models_(std::make_shared<CarriedModels>(options.models)),
        reporter_(progress),
        work_(options.limits),
        pipeline_(ThreadsToUse(options.threads), options.limits.memory_bytes) {}

  StatusOr<Totals> Run(std::uint64_t offset, std::uint64_t size) {
    std::uint64_t trailing = source_.size();
    LLMZIP_ASSIGN_OR_RETURN(const std::vector<MappedFrame> frames,
                            MapArchive(source_, options_.limits, options_.ignore_trailing_bytes ? &trailing : nullptr));
    if (trailing < source_.size()) reporter_.Warn(TrailingBytes(trailing) + ": ignored");
    std::uint64_t whole = 0;
    for (const MappedFrame& frame : frames) {
      if (frame.header->header.carries_model) continue;
      if (frame.index.raw_size > UINT64_MAX - whole) return Status::Corrupt("the frames hold more than 2^64 bytes");
      whole += frame.index.raw_size;
    }
    const std::uint64_t begin = std::min(offset, whole);
    const Range range = {begin, begin + std::min(size, whole - begin)};
    LLMZIP_RETURN_IF_ERROR(CheckOutput(range.end - range.begin, options_.limits));
    LLMZIP_RETURN_IF_ERROR(CheckRatio(range.end - range.begin, source_.size(), options_.limits));
    std::uint64_t raw_offset = 0;
    for (const MappedFrame& frame : frames) {
      if (frame.header->header.carries_model) {
        carrying_.push_back(&frame);
        continue;
      }
      if (!range.Within(raw_offset, frame.index.raw_size).empty()) {
        LLMZIP_RETURN_IF_ERROR(OneFrame(frame, raw_offset, range));
        ++reporter_.totals.frames;
      }
      raw_offset += frame.index.raw_size;
    }
    while (!pipeline_.empty()) LLMZIP_RETURN_IF_ERROR(WriteNext());
    reporter_.Finish();
    return reporter_.totals;
  }

 private:
  // All models carried so far.
  Status ReadCarriedModels() {
    for (const MappedFrame* frame : carrying_) {
      LLMZIP_RETURN_IF_ERROR(ReadCarriedModel(source_, frame->offset, frame->disk_size, options_, models_, work_));
    }
    carrying_.clear();
    return Status::Ok();
  }

  Status OneFrame(const MappedFrame& frame, std::uint64_t raw_offset, const Range& range) {
    const ParsedHeader& parsed = *frame.header;
    FramePlans::Shared plans;
    std::uint64_t offset = frame.offset + parsed.size;
    for (std::uint64_t number = 0; number < frame.index.blocks.size(); ++number) {
      const IndexEntry& entry = frame.index.blocks[number];
      const Range piece = range.Within(raw_offset, entry.raw_size);
      if (!piece.empty()) LLMZIP_RETURN_IF_ERROR(OneBlock(frame, number, offset, piece, &plans));
      raw_offset += entry.raw_size;
      offset += entry.disk_size;
    }
    return Status::Ok();
  }

  Status OneBlock(const MappedFrame& frame, std::uint64_t number, std::uint64_t offset, const Range& piece,
                  FramePlans::Shared* plans) {
    const FrameHeader& header = frame.header->header;
    const std::uint64_t disk_size = frame.index.blocks[number].disk_size;
    // A block is read only when there is room for it; its codec's memory is known once its head is read.
    LLMZIP_RETURN_IF_ERROR(CheckMemory(disk_size, options_.limits));
    while (!pipeline_.HasRoom(disk_size)) LLMZIP_RETURN_IF_ERROR(WriteNext());
    LLMZIP_ASSIGN_OR_RETURN(BlockOnDisk block, ReadMappedBlock(source_, frame, number, offset));
    if (!block.sound) {
      return block.Refusal(Status::Corrupt("block " + std::to_string(number + 1) + " at byte " +
                                           std::to_string(offset) + " is damaged: its check does not match"));
    }
    if (*plans == nullptr) {
      if (!header.models.empty()) LLMZIP_RETURN_IF_ERROR(ReadCarriedModels());
      const unsigned threads = ThreadsPerBlock(header, ThreadsToUse(options_.threads));
      LLMZIP_ASSIGN_OR_RETURN(*plans, FramePlans::FromHeader(header, PlansUsed(block.head), threads, models_));
    }
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t cost, DecodingMemory(plans->get(), block.head));
    LLMZIP_RETURN_IF_ERROR(CheckMemory(cost, options_.limits));
    LLMZIP_ASSIGN_OR_RETURN(const BlockWork work, DecodingWork(plans->get(), block.head));
    LLMZIP_RETURN_IF_ERROR(work_.Charge(work, block.bytes->size()));
    while (!pipeline_.HasRoom(cost)) LLMZIP_RETURN_IF_ERROR(WriteNext());
    reporter_.totals.coded_bytes += disk_size;
    pipeline_.Submit(
        cost,
        [block = std::move(block), plans = *plans, piece, number = number + 1, environment = header.environment,
         context = (*plans)->BlockContext(options_.kernel)](Work* work) mutable -> StatusOr<Bytes> {
          context.work = work;
          LLMZIP_ASSIGN_OR_RETURN(
              Bytes raw, DecodeCheckedBlock(plans.get(), block.head, block.payload(), number, environment, context));
          raw.resize(piece.end);
          raw.erase(raw.begin(), raw.begin() + static_cast<std::ptrdiff_t>(piece.begin));
          return raw;
        });
    return reporter_.Continue(pipeline_.Unfinished());
  }

  Status WriteNext() {
    LLMZIP_ASSIGN_OR_RETURN(const Bytes raw, pipeline_.Next([this] { return reporter_.Tick(pipeline_.Unfinished()); }));
    LLMZIP_RETURN_IF_ERROR(sink_.Write(raw));
    reporter_.totals.raw_bytes += raw.size();
    ++reporter_.totals.blocks;
    return Status::Ok();
  }

  RandomAccessSource& source_;
  ByteSink& sink_;
  const DecompressOptions& options_;
  const std::shared_ptr<CarriedModels> models_;
  std::vector<const MappedFrame*> carrying_;  // frames before, whose models are not read yet
  Reporter reporter_;
  WorkBudget work_;
  Pipeline<Bytes> pipeline_;
};

}  // namespace

StatusOr<Totals> DecompressRange(RandomAccessSource& source, std::uint64_t offset, std::uint64_t size, ByteSink& sink,
                                 const DecompressOptions& options, Progress* progress) {
  return PublicCall([&]() -> StatusOr<Totals> {
    LLMZIP_RETURN_IF_ERROR(CheckLimits(options.limits));
    return RangeDecompressor(source, sink, options, progress).Run(offset, size);
  });
}

}  // namespace llmzip
