// Recover: saves what can still be read of a damaged archive; declared in decompress.h.
//
//   archive:  | no index reaches these bytes: walked from the front | frames found through indexes, from the end |
//
// Frames that indexes lead to, from the archive's end backwards, are decoded block by block. What lies before them (all
// of it, if the end is missing or is a lone frame) is walked through from the front: after damage, the next block with
// a sound head is searched for, and its number tells how much is missing. In a block whose head is sound and whose
// payload is not, each stream gives the bytes that its piece checks prove; zeros replace all others. Every byte of the
// archive that belongs to no sound frame is reported, and counts as damage.
#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/little_endian.h"
#include "base/varint.h"
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
#include "engine/resync.h"
#include "engine/source_window.h"
#include "engine/threads.h"
#include "frame/footer.h"
#include "frame/index.h"
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
        models_(std::make_shared<CarriedModels>(options.models)),
        reporter_(progress),
        budget_(source.size(), [this] { return reporter_.Tick(pipeline_.Unfinished()); }),
        work_(options.limits),
        pipeline_(ThreadsToUse(options.threads), options.limits.memory_bytes) {}

  StatusOr<Totals> Run() {
    const ArchiveMap map = MapFromEnd(source_, source_.size(), options_.limits);
    if (map.status.code() == StatusCode::kIoError) return map.status;
    LLMZIP_RETURN_IF_ERROR(WalkFrames(map.begin));
    for (const MappedFrame& frame : map.frames) LLMZIP_RETURN_IF_ERROR(OneMappedFrame(frame));
    LLMZIP_RETURN_IF_ERROR(WriteAll());
    if (reporter_.totals.frames == 0) return Status::Corrupt("nothing to recover: no frame header was found");
    if (decoded_blocks_ == 0 && !lacking_.ok()) return lacking_;
    reporter_.totals.coded_bytes = source_.size();
    reporter_.Finish();
    return reporter_.totals;
  }

 private:
  // The plans that decode a frame; null if something that they need is missing here, which is reported once per frame.
  FramePlans::Shared PlansFor(const FrameHeader& header, const std::vector<std::uint64_t>& used, std::uint64_t offset) {
    const unsigned threads = ThreadsPerBlock(header, ThreadsToUse(options_.threads));
    auto plans = FramePlans::FromHeader(header, used, threads, models_);
    if (plans.ok()) return *std::move(plans);
    if (lacking_.ok()) lacking_ = plans.status();
    reporter_.Warn("the frame at byte " + std::to_string(offset) + " cannot be decoded: " + plans.status().message());
    return nullptr;
  }

  // --- frames with an index ---

  Status OneMappedFrame(const MappedFrame& frame) {
    if (frame.header.ok() && frame.header->header.carries_model) {
      ++reporter_.totals.frames;
      return TakeModel(frame);
    }
    MappedFrame read = frame;
    FramePlans::Shared plans;
    if (frame.header.ok()) {
      plans = PlansFor(frame.header->header, {}, frame.offset);
    } else if (frame.header.status().code() == StatusCode::kIoError) {
      return frame.header.status();
    } else {
      LLMZIP_ASSIGN_OR_RETURN(read.header, HeaderInStead(frame));
    }
    std::uint64_t offset = frame.offset + frame.index.header_size;
    for (std::uint64_t number = 0; number < frame.index.blocks.size(); ++number) {
      const IndexEntry& entry = frame.index.blocks[number];
      auto block = ReadMappedBlock(source_, read, number, offset);
      if (!block.ok() && block.status().code() == StatusCode::kIoError) return block.status();
      LLMZIP_RETURN_IF_ERROR(block.ok() && block->head_status.ok() ? Submit(*std::move(block), plans)
                                                                   : Lose(entry.raw_size, 1, offset));
      offset += entry.disk_size;
    }
    ++reporter_.totals.frames;
    return Status::Ok();
  }

  // Models that frames carry are no output; a damaged one may still be found elsewhere.
  Status TakeModel(const MappedFrame& frame) {
    LLMZIP_RETURN_IF_ERROR(WriteAll());
    Status read = ReadCarriedModel(source_, frame.offset, frame.disk_size, options_, models_, work_);
    const bool damaged = read.code() == StatusCode::kCorrupt || read.code() == StatusCode::kUnsupported;
    if (!read.ok() && !damaged) return read;
    if (damaged) Damage("the model carried at byte " + std::to_string(frame.offset) + " is lost: " + read.message());
    return Status::Ok();
  }

  // A substitute for a damaged header. The header's own check is most likely undamaged; with it, the checks of stored
  // blocks can still be verified.
  StatusOr<ParsedHeader> HeaderInStead(const MappedFrame& frame) {
    Damage("the frame header at byte " + std::to_string(frame.offset) + " is damaged: only stored blocks can be read");
    Bytes bytes(frame.index.header_size);
    LLMZIP_RETURN_IF_ERROR(source_.ReadAt(frame.offset, bytes));
    ParsedHeader parsed;
    const bool old = bytes.size() > kFrameMagic.size() && bytes[kFrameMagic.size()] == kOldFormatVersion;
    parsed.header.version = old ? kOldFormatVersion : kFormatVersion;
    parsed.header.block_size = kMaxBlockSize;
    parsed.size = bytes.size();
    if (bytes.size() >= kCheckSize) {
      parsed.check = LoadLittleEndian<std::uint32_t>(bytes.data() + bytes.size() - kCheckSize);
    }
    return parsed;
  }

  // --- bytes before them, and frames without an index ---

  // Recovers everything in [0, end).
  Status WalkFrames(std::uint64_t end) {
    SourceWindow window(source_, end);
    for (std::uint64_t offset = 0; offset < end;) {
      LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, window.At(offset, kMaxHeaderSize));
      auto parsed = ParseHeader(bytes);
      if (parsed.ok()) {
        LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t next, WalkFrame(window, {offset, *std::move(parsed)}));
        if (next > offset) {
          ++reporter_.totals.frames;
          offset = next;
          continue;
        }
      }
      if (offset > 0 && end == source_.size()) {
        LLMZIP_ASSIGN_OR_RETURN(const bool padding, IsPadding(source_, offset));
        if (padding) break;
      }
      LLMZIP_ASSIGN_OR_RETURN(const std::optional<FoundFrame> found, FindFrame(window, offset + 1, budget_));
      const std::uint64_t next = found ? found->offset : end;
      LLMZIP_RETURN_IF_ERROR(Gap(offset, next));
      offset = next;
    }
    return Status::Ok();
  }

  // A range that does not begin with a frame. Frames in it whose trailer is sound are found from its end.
  Status Gap(std::uint64_t begin, std::uint64_t end) {
    ArchiveMap map = MapFromEnd(source_, end, options_.limits);
    const auto outside = std::ranges::find_if(map.frames, [&](const auto& frame) { return frame.offset >= begin; });
    map.frames.erase(map.frames.begin(), outside);
    const std::uint64_t mapped = map.frames.empty() ? end : map.frames.front().offset;
    if (mapped > begin) {
      Damage("bytes " + std::to_string(begin) + " to " + std::to_string(mapped - 1) + " of the archive are no frame");
    }
    for (const MappedFrame& frame : map.frames) LLMZIP_RETURN_IF_ERROR(OneMappedFrame(frame));
    return Status::Ok();
  }

  // Recovers the frame. Returns where to look for the next one, or where this one began if it is not a frame after all.
  StatusOr<std::uint64_t> WalkFrame(SourceWindow& window, const FoundFrame& frame) {
    return frame.parsed.header.lone ? WalkLone(window, frame) : WalkFull(window, frame);
  }

  StatusOr<std::uint64_t> WalkLone(SourceWindow& window, const FoundFrame& frame) {
    const FrameHeader& header = frame.parsed.header;
    LLMZIP_ASSIGN_OR_RETURN(std::optional<BlockOnDisk> block,
                            BlockAt(window, frame.offset, frame.parsed, 0, options_.limits.memory_bytes));
    if (!block) return frame.offset;
    const std::uint64_t end = std::min(frame.offset + block->bytes->size(), window.end());
    if (block->head_status.ok()) {
      if (block->head.raw_size == 0) return end;
      FramePlans::Shared plans;
      if (block->head.kind != BlockKind::kStored) plans = PlansFor(header, PlansUsed(block->head), frame.offset);
      LLMZIP_RETURN_IF_ERROR(Submit(*std::move(block), plans));
      return end;
    }
    // Its sizes are trusted if they lead to another frame or to the end.
    LLMZIP_ASSIGN_OR_RETURN(const ByteView next, window.At(end, kFrameMagic.size()));
    if (!next.empty() && !StartsFrame(next)) return frame.offset;
    const auto sizes = ParseBlockSizes(ByteView(*block->bytes).subspan(frame.parsed.size), header);
    constexpr std::uint64_t kMostBelieved = std::uint64_t{1} << 30;
    if (!sizes.ok() || sizes->raw_size == 0 || sizes->raw_size > kMostBelieved) return frame.offset;
    LLMZIP_RETURN_IF_ERROR(Lose(sizes->raw_size, 1, frame.offset));
    return end;
  }

  // One that carries a model is whole, or no use.
  StatusOr<std::uint64_t> WalkModel(SourceWindow& window, const FoundFrame& frame) {
    const auto mapped = MapFrameAt(source_, frame.offset, window.end(), options_.limits);
    if (mapped.ok()) {
      LLMZIP_RETURN_IF_ERROR(TakeModel(*mapped));
      return mapped->offset + mapped->disk_size;
    }
    if (mapped.status().code() == StatusCode::kIoError) return mapped.status();
    Damage("the model carried at byte " + std::to_string(frame.offset) + " is lost: " + mapped.status().message());
    LLMZIP_ASSIGN_OR_RETURN(const auto next, FindFrame(window, frame.offset + 1, budget_));
    return next ? next->offset : window.end();
  }

  StatusOr<std::uint64_t> WalkFull(SourceWindow& window, const FoundFrame& frame) {
    const FrameHeader& header = frame.parsed.header;
    if (header.carries_model) return WalkModel(window, frame);
    const FramePlans::Shared plans = PlansFor(header, {}, frame.offset);
    std::uint64_t offset = frame.offset + frame.parsed.size;
    std::uint64_t number = 0;
    std::uint64_t raw_size = 0;
    while (true) {
      LLMZIP_ASSIGN_OR_RETURN(std::optional<BlockOnDisk> block,
                              BlockAt(window, offset, frame.parsed, number, options_.limits.memory_bytes));
      if (block && block->head_status.ok()) {
        raw_size += block->head.raw_size;
        offset = std::min(offset + block->bytes->size(), window.end());
        ++number;
        LLMZIP_RETURN_IF_ERROR(Submit(*std::move(block), plans));
        continue;
      }
      LLMZIP_ASSIGN_OR_RETURN(const auto trailer, TrailerAt(window, offset, header));
      if (trailer) {
        LLMZIP_RETURN_IF_ERROR(LoseRest(*trailer, number, offset));
        return offset + trailer->size;
      }
      LLMZIP_ASSIGN_OR_RETURN(std::optional<FoundBlock> next,
                              FindBlock(window, offset, frame.parsed, number, raw_size, budget_));
      // The very block that could not be used: its head check matches, yet the head makes no sense.
      if (next && next->offset == offset && next->number == number) {
        LLMZIP_ASSIGN_OR_RETURN(next, FindBlock(window, offset + 1, frame.parsed, number, raw_size, budget_));
      }
      if (!next) break;
      // Every block but a frame's last one is full, so the lost blocks were.
      const std::uint64_t lost = next->number - number;
      if (lost > 0) {
        LLMZIP_RETURN_IF_ERROR(Lose(lost * header.block_size, lost, offset));
      } else {
        Damage("bytes " + std::to_string(offset) + " to " + std::to_string(next->offset - 1) +
               " of the archive are no block");
      }
      raw_size += lost * header.block_size;
      number = next->number;
      offset = next->offset;
    }
    if (header.content_size) {
      const std::uint64_t lost = *header.content_size - std::min(raw_size, *header.content_size);
      if (lost == 0) Damage("the index at byte " + std::to_string(offset) + " is damaged");
      if (lost > 0) LLMZIP_RETURN_IF_ERROR(Lose(lost, (lost - 1) / header.block_size + 1, offset));
    } else {
      Damage("what follows byte " + std::to_string(offset) + " is lost, and nothing tells how much that was");
    }
    // This range was searched for blocks of this frame; it may still contain other frames.
    LLMZIP_ASSIGN_OR_RETURN(const std::optional<FoundFrame> next, FindFrame(window, offset, budget_));
    return next ? next->offset : window.end();
  }

  struct FoundTrailer {
    FrameIndex index;
    std::uint64_t size = 0;
  };

  // The trailer at `offset`, if there is a sound one.
  StatusOr<std::optional<FoundTrailer>> TrailerAt(SourceWindow& window, std::uint64_t offset,
                                                  const FrameHeader& header) const {
    const std::uint64_t left = window.end() - offset;
    for (std::uint64_t size = std::min<std::uint64_t>(left, 4096);; size = std::min(left, 4 * size)) {
      LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, window.At(offset, size));
      if (bytes.empty() || bytes[0] != 0) return std::optional<FoundTrailer>();
      const auto index_size = IndexSize(bytes.subspan(1), header.version);
      if (!index_size && size == left) return std::optional<FoundTrailer>();
      if (!index_size || 1 + *index_size + kFooterSize > size) {
        if (size == left) return std::optional<FoundTrailer>();
        continue;
      }
      const std::uint64_t trailer_size = 1 + *index_size + kFooterSize;
      // It may rightly tell of more blocks than are still there; the list of them must fit all the same.
      ByteView index_bytes = bytes.subspan(1);
      const std::uint64_t blocks = TakeVarint(&index_bytes).value_or(0);  // no more than trailer_size
      LLMZIP_RETURN_IF_ERROR(CheckMemory(trailer_size + blocks * sizeof(IndexEntry), options_.limits));
      auto index = ParseTrailer(bytes.first(trailer_size));
      if (!index.ok()) return std::optional<FoundTrailer>();
      return std::optional<FoundTrailer>({*std::move(index), trailer_size});
    }
  }

  // Blocks that the trailer lists but that were not found.
  Status LoseRest(const FoundTrailer& trailer, std::uint64_t number, std::uint64_t offset) {
    std::uint64_t lost = 0;
    std::uint64_t blocks = 0;
    for (std::uint64_t i = number; i < trailer.index.blocks.size(); ++i, ++blocks)
      lost += trailer.index.blocks[i].raw_size;
    return lost > 0 ? Lose(lost, blocks, offset) : Status::Ok();
  }

  // --- output ---

  struct Pending {
    std::uint64_t raw_size;
    std::uint64_t offset;
    bool damaged;
  };

  // Damage that does not correspond to bytes of any block.
  void Damage(const std::string& what) {
    reporter_.Warn(what);
    ++reporter_.totals.damaged_blocks;
  }

  Status Plan(std::uint64_t raw_size) {
    planned_output_ = raw_size > UINT64_MAX - planned_output_ ? UINT64_MAX : planned_output_ + raw_size;
    LLMZIP_RETURN_IF_ERROR(CheckOutput(planned_output_, options_.limits));
    LLMZIP_RETURN_IF_ERROR(CheckRatio(planned_output_, source_.size(), options_.limits));
    return reporter_.Continue(pipeline_.Unfinished());
  }

  // Submits a block whose head is sound. If its payload is damaged, the output has the bytes that can be proven.
  Status Submit(BlockOnDisk block, const FramePlans::Shared& plans) {
    const std::uint64_t raw_size = block.head.raw_size;
    if (plans == nullptr && block.head.kind != BlockKind::kStored) return Lose(raw_size, 1, block.offset);
    const auto cost = DecodingMemory(plans.get(), block.head);
    if (!cost.ok()) {
      if (lacking_.ok() && cost.status().code() == StatusCode::kModelMissing) lacking_ = cost.status();
      reporter_.Warn("the block at byte " + std::to_string(block.offset) +
                     " cannot be decoded: " + cost.status().message());
      return Lose(raw_size, 1, block.offset);
    }
    LLMZIP_RETURN_IF_ERROR(Plan(raw_size));
    LLMZIP_RETURN_IF_ERROR(CheckMemory(*cost, options_.limits));
    LLMZIP_ASSIGN_OR_RETURN(const BlockWork block_work, DecodingWork(plans.get(), block.head));
    LLMZIP_RETURN_IF_ERROR(work_.Charge(block_work, block.bytes->size()));
    while (!pipeline_.HasRoom(*cost)) LLMZIP_RETURN_IF_ERROR(WriteNext());
    pending_.push_back({raw_size, block.offset, !block.sound});
    Context context = plans != nullptr ? plans->BlockContext(options_.kernel) : Context{};
    pipeline_.Submit(*cost, [block = std::move(block), plans, context](Work* work) mutable -> StatusOr<Salvage> {
      context.work = work;
      if (!block.sound) return SalvageBlock(plans.get(), block.head, block.payload(), context);
      LLMZIP_ASSIGN_OR_RETURN(Bytes raw, DecodeBlock(plans.get(), block.head, block.payload(), context));
      return Salvage{std::move(raw), {}};
    });
    return Status::Ok();
  }

  Status WriteNext() {
    auto salvage = pipeline_.Next([this] { return reporter_.Tick(pipeline_.Unfinished()); });
    // All errors but damage and a missing model end the recovery: cancellation, a limit, a predictor that fails.
    if (!salvage.ok() && salvage.status().code() != StatusCode::kCorrupt &&
        salvage.status().code() != StatusCode::kModelMissing) {
      return salvage.status();
    }
    const Pending block = pending_.front();
    pending_.pop_front();
    if (!salvage.ok()) {
      if (lacking_.ok() && salvage.status().code() == StatusCode::kModelMissing) lacking_ = salvage.status();
      return WriteZeros(block.raw_size, 1, block.offset);
    }
    for (const Salvage::Range& range : salvage->missing) WarnOfLoss(range.begin, range.end, block.offset);
    if (block.damaged && salvage->missing.empty()) {
      reporter_.Warn("damage at byte " + std::to_string(block.offset) + ": only to checks, nothing is lost");
    }
    if (block.damaged) ++reporter_.totals.damaged_blocks;
    ++decoded_blocks_;
    LLMZIP_RETURN_IF_ERROR(sink_.Write(salvage->raw));
    reporter_.totals.raw_bytes += salvage->raw.size();
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

  // Reports the loss of original bytes [begin, end), counted from the current output position.
  void WarnOfLoss(std::uint64_t begin, std::uint64_t end, std::uint64_t offset) {
    const std::uint64_t before = reporter_.totals.raw_bytes;
    reporter_.Warn("damage at byte " + std::to_string(offset) + ": original bytes " + std::to_string(before + begin) +
                   " to " + std::to_string(before + end - 1) + " are lost, zeros stand for them");
  }

  Status WriteZeros(std::uint64_t raw_size, std::uint64_t blocks, std::uint64_t offset) {
    WarnOfLoss(0, raw_size, offset);
    const Bytes zeros(std::min<std::uint64_t>(raw_size, std::uint64_t{1} << 20));
    for (std::uint64_t left = raw_size; left > 0;) {
      LLMZIP_RETURN_IF_ERROR(reporter_.Continue());
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
  const std::shared_ptr<CarriedModels> models_;
  Reporter reporter_;
  SearchBudget budget_;
  WorkBudget work_;
  Status lacking_;  // why the first frame that cannot be decoded here cannot be
  std::uint64_t decoded_blocks_ = 0;
  std::uint64_t planned_output_ = 0;
  std::deque<Pending> pending_;  // the blocks in the pipeline
  Pipeline<Salvage> pipeline_;
};

}  // namespace

StatusOr<Totals> Recover(RandomAccessSource& source, ByteSink& sink, const DecompressOptions& options,
                         Progress* progress) {
  return PublicCall([&]() -> StatusOr<Totals> {
    LLMZIP_RETURN_IF_ERROR(CheckLimits(options.limits));
    return Recoverer(source, sink, options, progress).Run();
  });
}

}  // namespace llmzip
