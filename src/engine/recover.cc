// Recover: what can still be read of a damaged archive; declared in decompress.h.
//
// Frames that the indexes lead to, from the archive's end backwards, are decoded block by block, and what is damaged
// comes out as zeros. What lies before them (all of it, when the end is missing) is walked through from the front:
// behind damage the next sound block is searched for, and its number tells how much is missing.
#include <algorithm>
#include <deque>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <utility>

#include "base/little_endian.h"
#include "engine/archive_map.h"
#include "engine/block_coding.h"
#include "engine/budget.h"
#include "engine/frame_codec.h"
#include "engine/pipeline.h"
#include "engine/reporter.h"
#include "engine/resync.h"
#include "engine/source_window.h"
#include "engine/threads.h"
#include "frame/limits.h"
#include "llmzip/decompress.h"

namespace llmzip {
namespace {

class Recoverer {
 public:
  Recoverer(RandomAccessSource& source, ByteSink& sink, const DecompressOptions& options, Progress* progress)
      : source_(source),
        sink_(sink),
        options_(options),
        reporter_(progress),
        pipeline_(ThreadsToUse(options.threads), options.limits.memory_bytes) {}

  StatusOr<Totals> Run() {
    const ArchiveMap map = MapFromEnd(source_, options_.limits);
    if (map.status.code() == StatusCode::kIoError) return map.status;
    if (map.begin > 0) LLMZIP_RETURN_IF_ERROR(WalkFrames(map.begin));
    for (const MappedFrame& frame : map.frames) {
      LLMZIP_RETURN_IF_ERROR(OneMappedFrame(frame));
      ++reporter_.totals.frames;
    }
    LLMZIP_RETURN_IF_ERROR(WriteAll());
    if (reporter_.totals.frames == 0) return Status::Corrupt("nothing to recover: no frame header was found");
    reporter_.totals.coded_bytes = source_.size();
    reporter_.Finish();
    return reporter_.totals;
  }

 private:
  // --- frames with an index ---

  Status OneMappedFrame(const MappedFrame& frame) {
    std::optional<FrameCodec> codec;
    std::uint64_t block_size = kMaxBlockSize;
    std::uint32_t header_check = 0;
    if (frame.header.ok()) {
      LLMZIP_ASSIGN_OR_RETURN(
          codec, FrameCodec::FromHeader(frame.header->header, ThreadsToUse(options_.threads), options_.models));
      block_size = frame.header->header.block_size;
      header_check = frame.header->check;
    } else if (frame.header.status().code() == StatusCode::kIoError) {
      return frame.header.status();
    } else {
      // The header's own check is most likely as it was; with it, stored blocks can still be told from damaged ones.
      reporter_.Warn("the frame header at byte " + std::to_string(frame.offset) +
                     " is damaged: only stored blocks can be read");
      Bytes check(kCheckSize);
      LLMZIP_RETURN_IF_ERROR(source_.ReadAt(frame.offset + frame.index.header_size - kCheckSize, check));
      header_check = LoadLittleEndian<std::uint32_t>(check.data());
    }
    std::uint64_t offset = frame.offset + frame.index.header_size;
    for (std::uint64_t number = 0; number < frame.index.blocks.size(); ++number) {
      const IndexEntry& entry = frame.index.blocks[number];
      auto block = ReadBlockAt(source_, offset, entry.disk_size, block_size, {header_check, number});
      if (!block.ok() && block.status().code() == StatusCode::kIoError) return block.status();
      const bool readable = block.ok() && block->sound && block->header.raw_size == entry.raw_size &&
                            (codec || block->header.kind == BlockKind::kStored);
      LLMZIP_RETURN_IF_ERROR(readable ? Submit(*std::move(block), codec ? &*codec : nullptr)
                                      : Lose(entry.raw_size, 1, offset));
      offset += entry.disk_size;
    }
    return Status::Ok();
  }

  // --- frames without ---

  // Everything in [0, end).
  Status WalkFrames(std::uint64_t end) {
    SourceWindow window(source_, end);
    std::uint64_t offset = 0;
    while (offset < end) {
      LLMZIP_ASSIGN_OR_RETURN(const std::optional<FoundFrame> found, FindFrame(window, offset));
      if (!found) break;
      LLMZIP_ASSIGN_OR_RETURN(offset, WalkFrame(window, *found));
      ++reporter_.totals.frames;
    }
    return Status::Ok();
  }

  // Where to look for the next frame.
  StatusOr<std::uint64_t> WalkFrame(SourceWindow& window, const FoundFrame& frame) {
    const FrameHeader& header = frame.parsed.header;
    LLMZIP_ASSIGN_OR_RETURN(FrameCodec codec,
                            FrameCodec::FromHeader(header, ThreadsToUse(options_.threads), options_.models));
    std::uint64_t offset = frame.offset + frame.parsed.size;
    std::uint64_t number = 0;
    std::uint64_t raw_size = 0;
    while (true) {
      LLMZIP_ASSIGN_OR_RETURN(const std::optional<BlockOnDisk> block,
                              SoundBlockAt(window, offset, frame.parsed, number));
      if (block) {
        raw_size += block->header.raw_size;
        offset += block->bytes->size();
        ++number;
        LLMZIP_RETURN_IF_ERROR(Submit(*block, &codec));
        continue;
      }
      if (header.content_size ? raw_size >= *header.content_size : AtEndMarker(window, offset)) return offset;
      LLMZIP_ASSIGN_OR_RETURN(const std::optional<FoundBlock> next,
                              FindBlock(window, offset, frame.parsed, number, raw_size));
      if (!next) break;
      // Only a frame's last block is not full.
      const std::uint64_t lost = next->number - number;
      if (lost > 0) LLMZIP_RETURN_IF_ERROR(Lose(lost * header.block_size, lost, offset));
      raw_size += lost * header.block_size;
      number = next->number;
      offset = next->offset;
    }
    if (header.content_size) {
      const std::uint64_t lost = *header.content_size - raw_size;
      LLMZIP_RETURN_IF_ERROR(Lose(lost, (lost - 1) / header.block_size + 1, offset));
    } else {
      reporter_.Warn("what follows byte " + std::to_string(offset) + " is lost, and nothing tells how much that was");
      ++reporter_.totals.damaged_blocks;
    }
    return offset;
  }

  static bool AtEndMarker(SourceWindow& window, std::uint64_t offset) {
    const auto byte = offset < window.end() ? window.At(offset, 1) : StatusOr<ByteView>(ByteView());
    return byte.ok() && !byte->empty() && (*byte)[0] == 0;
  }

  // The block at `offset`, if one is there, it is whole, and its check matches.
  StatusOr<std::optional<BlockOnDisk>> SoundBlockAt(SourceWindow& window, std::uint64_t offset,
                                                    const ParsedHeader& frame, std::uint64_t number) {
    LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, window.At(offset, kMaxBlockHeaderSize));
    const auto parsed = ParseBlockHeader(bytes, frame.header.block_size);
    if (!parsed.ok() || parsed->header.kind == BlockKind::kEnd) return std::optional<BlockOnDisk>();
    const std::uint64_t disk_size = parsed->size + parsed->header.payload_size + kCheckSize;
    if (disk_size > window.end() - offset) return std::optional<BlockOnDisk>();
    LLMZIP_ASSIGN_OR_RETURN(BlockOnDisk block,
                            ReadBlockAt(source_, offset, disk_size, frame.header.block_size, {frame.check, number}));
    if (!block.sound) return std::optional<BlockOnDisk>();
    return std::optional<BlockOnDisk>(std::move(block));
  }

  // --- output ---

  struct Pending {
    std::uint64_t raw_size;
    std::uint64_t offset;
  };

  Status Plan(std::uint64_t raw_size) {
    planned_output_ = raw_size > UINT64_MAX - planned_output_ ? UINT64_MAX : planned_output_ + raw_size;
    LLMZIP_RETURN_IF_ERROR(CheckOutput(planned_output_, options_.limits));
    LLMZIP_RETURN_IF_ERROR(CheckRatio(planned_output_, source_.size(), options_.limits));
    return reporter_.Continue(pipeline_.work_in_flight());
  }

  Status Submit(BlockOnDisk block, FrameCodec* codec) {
    const std::uint64_t raw_size = block.header.raw_size;
    LLMZIP_RETURN_IF_ERROR(Plan(raw_size));
    std::uint64_t working = 0;
    if (block.header.kind == BlockKind::kCoded) {
      LLMZIP_ASSIGN_OR_RETURN(working, codec->WorkingMemory(raw_size));
    }
    const std::uint64_t cost = BlockMemory(working, raw_size, kDecodingBuffers);
    LLMZIP_RETURN_IF_ERROR(CheckMemory(cost, options_.limits));
    std::shared_ptr<const Codec> made;
    if (block.header.kind == BlockKind::kCoded) {
      LLMZIP_ASSIGN_OR_RETURN(made, codec->MakeOnce());
    }
    while (!pipeline_.HasRoom(cost)) LLMZIP_RETURN_IF_ERROR(WriteNext());
    pending_.push_back({raw_size, block.offset});
    pipeline_.Submit(cost, [block = std::move(block), codec = std::move(made),
                            context = codec ? codec->BlockContext(options_.kernel) : Context{}](Work* work) mutable {
      context.work = work;
      return DecodeBlock(codec.get(), block.header, block.payload(), context);
    });
    return Status::Ok();
  }

  Status WriteNext() {
    auto raw = pipeline_.Next([this] { return reporter_.Tick(pipeline_.work_in_flight()); });
    // Anything but damage (cancellation, a limit, a predictor that fails) is an error here too.
    if (!raw.ok() && raw.status().code() != StatusCode::kCorrupt) return raw.status();
    const Pending block = pending_.front();
    pending_.pop_front();
    if (!raw.ok()) return WriteZeros(block.raw_size, 1, block.offset);
    LLMZIP_RETURN_IF_ERROR(sink_.Write(*raw));
    reporter_.totals.raw_bytes += raw->size();
    reporter_.totals.coded_bytes = block.offset;
    ++reporter_.totals.blocks;
    return Status::Ok();
  }

  Status WriteAll() {
    while (!pipeline_.empty()) LLMZIP_RETURN_IF_ERROR(WriteNext());
    return Status::Ok();
  }

  Status Lose(std::uint64_t raw_size, std::uint64_t blocks, std::uint64_t offset) {
    LLMZIP_RETURN_IF_ERROR(Plan(raw_size));
    LLMZIP_RETURN_IF_ERROR(WriteAll());
    return WriteZeros(raw_size, blocks, offset);
  }

  Status WriteZeros(std::uint64_t raw_size, std::uint64_t blocks, std::uint64_t offset) {
    reporter_.Warn("damage at byte " + std::to_string(offset) + ": original bytes " +
                   std::to_string(reporter_.totals.raw_bytes) + " to " +
                   std::to_string(reporter_.totals.raw_bytes + raw_size - 1) + " are lost, zeros stand for them");
    const Bytes zeros(std::min<std::uint64_t>(raw_size, std::uint64_t{64} << 10));
    for (std::uint64_t left = raw_size; left > 0;) {
      const std::uint64_t count = std::min<std::uint64_t>(left, zeros.size());
      LLMZIP_RETURN_IF_ERROR(sink_.Write(ByteView(zeros).first(count)));
      left -= count;
    }
    reporter_.totals.raw_bytes += raw_size;
    reporter_.totals.damaged_blocks += blocks;
    reporter_.totals.blocks += blocks;
    return Status::Ok();
  }

  RandomAccessSource& source_;
  ByteSink& sink_;
  const DecompressOptions& options_;
  Reporter reporter_;
  std::uint64_t planned_output_ = 0;
  std::deque<Pending> pending_;  // the blocks in the pipeline
  Pipeline<Bytes> pipeline_;
};

}  // namespace

StatusOr<Totals> Recover(RandomAccessSource& source, ByteSink& sink, const DecompressOptions& options,
                         Progress* progress) {
  try {
    return Recoverer(source, sink, options, progress).Run();
  } catch (const std::bad_alloc&) {
    return Status::LimitExceeded("out of memory; use fewer --threads");
  }
}

}  // namespace llmzip
