#include "llmzip/compress.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/hexadecimal.h"
#include "base/plain_name.h"
#include "content/detector.h"
#include "engine/block_coding.h"
#include "engine/block_threads.h"
#include "engine/budget.h"
#include "engine/buffered_source.h"
#include "engine/frame_plans.h"
#include "engine/frame_writer.h"
#include "engine/pipeline.h"
#include "engine/public_call.h"
#include "engine/reporter.h"
#include "engine/threads.h"
#include "frame/limits.h"
#include "io/memory_stream.h"
#include "model/model.h"
#include "plan/level_table.h"

namespace llmzip {
namespace {

// How models are packed that an archive carries: weights hardly repeat, so that an entropy coder is all that pays.
constexpr std::string_view kPackingOfModels = "zstd:3";
constexpr std::uint64_t kBlocksOfModels = std::uint64_t{8} << 20;

using RawBlock = std::shared_ptr<const Bytes>;

Status CheckOptions(const CompressOptions& options) {
  if (options.spec.empty() && (options.level < kMinLevel || options.level > kMaxLevel)) {
    return Status::InvalidArgument("levels are " + std::to_string(kMinLevel) + " to " + std::to_string(kMaxLevel));
  }
  if (!options.model.empty() && (!options.spec.empty() || options.level < kFirstModelLevel)) {
    return Status::InvalidArgument("a model is for levels from " + std::to_string(kFirstModelLevel) + " on");
  }
  if (options.block_size > kMaxBlockSize) {
    return Status::InvalidArgument("block size must be 1 to " + std::to_string(kMaxBlockSize) + " bytes");
  }
  if (options.lanes > kMaxLanes) {
    return Status::InvalidArgument("lanes must be 1 to " + std::to_string(kMaxLanes));
  }
  return Status::Ok();
}

// The options with the block size that is really used.
CompressOptions Settled(CompressOptions options) {
  if (options.block_size == 0) {
    options.block_size = TableOfLevel(options.spec.empty() ? options.level : kDefaultLevel).block_size;
  }
  if (options.even_blocks && options.content_size && *options.content_size > options.block_size) {
    const std::uint64_t blocks = (*options.content_size - 1) / options.block_size + 1;
    options.block_size = (*options.content_size - 1) / blocks + 1;
  }
  return options;
}

// The size of a lone frame without its payload.
std::size_t LoneFrameSize(FrameHeader header, const BlockHead& head) {
  header.lone = head.kind;
  Bytes bytes;
  AppendHeader(header, &bytes);
  AppendBlockHead(head, true, &bytes);
  return bytes.size();
}

class Compressor {
 public:
  Compressor(ByteSource& source, ByteSink& sink, const CompressOptions& options, Progress* progress)
      : source_(source),
        sink_(sink),
        options_(Settled(options)),
        reporter_(progress),
        writer_(sink, &reporter_.totals),
        pipeline_(ThreadsToUse(options.threads), options.limits.memory_bytes) {}

  StatusOr<Totals> Run() {
    LLMZIP_ASSIGN_OR_RETURN(RawBlock first, ReadBlock());
    bool only_block = first->size() < options_.block_size;
    if (!only_block) {
      LLMZIP_ASSIGN_OR_RETURN(const ByteView next, source_.Peek(1));
      only_block = next.empty();
    }
    only_block &= carries_ == nullptr;  // a frame that carries a model is never a lone one
    const std::uint64_t block_size = only_block ? first->size() : options_.block_size;
    block_options_.lone = only_block;
    LLMZIP_RETURN_IF_ERROR(ChoosePlans(block_size, only_block ? first->size() : options_.content_size));
    LLMZIP_RETURN_IF_ERROR(only_block ? LoneBlock(first) : ManyBlocks(std::move(first)));
    reporter_.Finish();
    return reporter_.totals;
  }

 private:
  Status ChoosePlans(std::uint64_t block_size, std::optional<std::uint64_t> content_size) {
    block_options_.lanes = options_.lanes;
    block_options_.small = block_size < kSmallContent;
    block_options_.verify = options_.verify;
    const unsigned threads = threads_per_block_ =
        ThreadsPerBlock(content_size, std::max<std::uint64_t>(1, block_size), ThreadsToUse(options_.threads));
    if (!options_.model.empty()) {
      LLMZIP_ASSIGN_OR_RETURN(plans_,
                              FramePlans::OfLevelWithModel(options_.level, options_.model, threads, options_.models));
      // A network of bytes codes everything with one plan, however small.
      if (plans_->table()->number == 0) block_options_.small = false;
      return Status::Ok();
    }
    if (options_.spec.empty()) {
      plans_ = FramePlans::OfLevel(TableOfLevel(options_.level), threads, options_.models);
      return Status::Ok();
    }
    LLMZIP_ASSIGN_OR_RETURN(plans_, FramePlans::ByHand(options_.spec, threads, options_.models));
    if (options_.embed_models) {
      LLMZIP_ASSIGN_OR_RETURN(const bool has_checkpoint, plans_->HasCheckpoint());
      if (has_checkpoint) {
        return Status::InvalidArgument("an archive cannot carry a checkpoint; 'llmzip import' makes a model of it");
      }
    }
    // Checks the memory limit before anything large is made.
    return Cost({Segment{Kind::kData, 0, block_size, false, {}}}, block_size).status();
  }

  // The block's segments; an explicit spec does not look at content and has only one.
  std::vector<Segment> Detect(const Bytes& raw) {
    if (plans_->table() == nullptr) return {Segment{Kind::kData, 0, raw.size(), false, {}}};
    return detector_.Detect(raw);
  }

  // Reads the next block: full unless the source ends, empty at its end.
  StatusOr<RawBlock> ReadBlock() {
    auto raw = std::make_shared<Bytes>();
    // If a block exceeds the memory limit, fail without reading all of it.
    const std::uint64_t most = std::min(options_.block_size, options_.limits.memory_bytes);
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t count, source_.Append(most, raw.get()));
    if (count == most && most < options_.block_size) {
      LLMZIP_RETURN_IF_ERROR(CheckMemory(options_.block_size, options_.limits));
    }
    read_ += count;
    if (options_.content_size && (read_ > *options_.content_size || (count < most && read_ < *options_.content_size))) {
      return Status::InvalidArgument("the input gave " +
                                     std::string(read_ > *options_.content_size ? "more" : "fewer") +
                                     " bytes than announced: did it change while it was read?");
    }
    return RawBlock(std::move(raw));
  }

  // The memory for coding a block of these segments.
  [[nodiscard]] StatusOr<std::uint64_t> Cost(const std::vector<Segment>& segments, std::uint64_t raw_size) const {
    LLMZIP_ASSIGN_OR_RETURN(const auto streams, PlannedStreams(*plans_, segments, block_options_));
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t working, plans_->WorkingMemory(streams));
    const std::uint64_t buffers = kCodingBuffers + (segments.size() > 1 ? kSegmentBuffers : 0);
    const std::uint64_t cost = BlockMemory(working, raw_size, buffers);
    LLMZIP_RETURN_IF_ERROR(CheckMemory(cost, options_.limits));
    return cost;
  }

  void Submit(std::uint64_t cost, RawBlock raw, std::vector<Segment> segments) {
    pipeline_.Submit(cost,
                     [raw = std::move(raw), segments = std::move(segments), plans = plans_, options = block_options_,
                      context = plans_->BlockContext(options_.kernel)](Work* work) mutable {
                       context.work = work;
                       return EncodeBlock(*plans, *raw, segments, options, context);
                     });
  }

  StatusOr<EncodedBlock> Next() {
    return pipeline_.Next([this] { return reporter_.Tick(Unfinished()); });
  }

  // With verification, each byte counts twice: once coded, once decoded.
  [[nodiscard]] Totals Unfinished() const {
    Totals unfinished = pipeline_.Unfinished();
    unfinished.raw_bytes /= options_.verify ? 2 : 1;
    return unfinished;
  }

  void TellKinds(const EncodedBlock& block) {
    std::vector<KindTotals>& kinds = reporter_.totals.kinds;
    for (const BlockShare& kind : block.kinds) {
      const auto found = std::ranges::find_if(kinds, [&](const KindTotals& k) {
        return k.kind == kind.totals.kind && k.filter == kind.totals.filter && k.spec == kind.totals.spec;
      });
      if (found == kinds.end()) {
        kinds.push_back(kind.totals);
        first_parameters_.push_back(kind.parameters);
        Describe(kind.kind, kinds.size() - 1);
        continue;
      }
      found->raw_bytes += kind.totals.raw_bytes;
      found->coded_bytes += kind.totals.coded_bytes;
      found->pieces += kind.totals.pieces;
      Describe(kind.kind, static_cast<std::size_t>(found - kinds.begin()));
    }
  }

  void Describe(Kind kind, std::size_t place) {
    KindTotals& totals = reporter_.totals.kinds[place];
    totals.description.clear();
    if (!IsMedia(kind) || totals.pieces > 1) return;
    const KindEntry& entry = *FindKind(static_cast<std::uint8_t>(kind));
    totals.description = entry.describe(first_parameters_[place], totals.raw_bytes);
  }

  // A lone frame before it is written.
  struct LoneFrame {
    FrameHeader header;
    EncodedBlock block;
    std::uint64_t seconds = 0;  // that decoding is estimated to take
    bool bounded = true;        // that is what a decoder allows by default

    [[nodiscard]] std::uint64_t disk_size() const { return LoneFrameSize(header, block.head) + block.payload.size(); }
  };

  // The content fits into one block, so its size is known and the frame is a lone one.
  Status LoneBlock(const RawBlock& raw) {
    if (raw->empty()) return writer_.WriteLone({}, StoreBlock({}));
    LLMZIP_ASSIGN_OR_RETURN(LoneFrame frame, CodeLone(raw));
    if (!frame.bounded && options_.spec.empty() && options_.model.empty()) {
      LLMZIP_RETURN_IF_ERROR(CodeFaster(raw, &frame));
    }
    if (!frame.bounded) WarnOfWork(frame.seconds);
    TellKinds(frame.block);
    LLMZIP_RETURN_IF_ERROR(CarryModels(frame.header));
    return writer_.WriteLone(std::move(frame.header), frame.block);
  }

  // Content that shrinks to almost nothing is coded anew with plans that take less time, so that decoders need no flag:
  // without priming, then as the fastest level would.
  Status CodeFaster(const RawBlock& raw, LoneFrame* frame) {
    detector_ = Detector();  // the same block anew, not one that follows it
    const std::vector<Segment> segments = Detect(*raw);
    const FramePlans::Shared plans = plans_;
    block_options_.small = true;
    for (const int level : {options_.level, kMinLevel}) {
      plans_ = FramePlans::OfLevel(TableOfLevel(level), threads_per_block_, options_.models);
      // Is it worth trying, if the size does not change?
      LLMZIP_ASSIGN_OR_RETURN(const auto streams, PlannedStreams(*plans_, segments, block_options_));
      LLMZIP_ASSIGN_OR_RETURN(const BlockWork work, plans_->Work(streams));
      if (!WorkBudget(Limits{}).Charge(work, frame->disk_size()).ok()) continue;
      LLMZIP_ASSIGN_OR_RETURN(LoneFrame faster, CodeLone(raw));
      if (!faster.bounded) continue;
      *frame = std::move(faster);
      return Status::Ok();
    }
    plans_ = plans;
    return Status::Ok();
  }

  StatusOr<LoneFrame> CodeLone(const RawBlock& raw) {
    detector_ = Detector();
    std::vector<Segment> segments = Detect(*raw);
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t cost, Cost(segments, raw->size()));
    Submit(cost, raw, std::move(segments));
    LLMZIP_ASSIGN_OR_RETURN(EncodedBlock block, Next());
    const std::vector<std::uint64_t> used = PlansUsed(block.head);
    FrameHeader header;
    if (block.head.kind != BlockKind::kStored) {
      LLMZIP_ASSIGN_OR_RETURN(header, plans_->LoneHeader(used, block_options_.small));
      const EncodedBlock stored = StoreBlock(*raw);
      if (LoneFrameSize({}, stored.head) + stored.payload.size() <=
          LoneFrameSize(header, block.head) + block.payload.size()) {
        block = stored;
      }
    }
    LoneFrame frame{std::move(header), std::move(block)};
    WorkBudget work{Limits{}};
    frame.bounded = Charge(frame.block.head, frame.disk_size(), &work);
    frame.seconds = work.SecondsCharged();
    return frame;
  }

  // Counts the decoding of a block; false if that is more than a decoder allows by default. What cannot be estimated
  // is allowed.
  bool Charge(const BlockHead& head, std::uint64_t disk_size, WorkBudget* budget) {
    const auto work = DecodingWork(plans_.get(), head);
    return !work.ok() || budget->Charge(*work, disk_size).ok();
  }

  void WarnOfWork(std::uint64_t seconds) {
    reporter_.Warn("decoding this archive may take " + std::to_string(seconds) +
                   " s of one core, which is more than archives of its size may take by default: decompress it with "
                   "--max-work " +
                   std::to_string(seconds));
  }

  // Writes a frame for each model of this header that is not part of llmzip.
  Status CarryModels(const FrameHeader& header) {
    if (!options_.embed_models || header.models.empty()) return Status::Ok();
    const auto embedded = ModelsIn({});
    const auto models = options_.models ? options_.models : embedded;
    for (const ModelDigest& digest : header.models) {
      if (embedded->Find(ToHexadecimal(digest)).ok()) continue;
      LLMZIP_ASSIGN_OR_RETURN(const auto model, models->Find(ToHexadecimal(digest)));
      LLMZIP_ASSIGN_OR_RETURN(const Totals totals, Carry(*model));
      reporter_.totals.coded_bytes += totals.coded_bytes;
      reporter_.totals.frames += totals.frames;
      LLMZIP_RETURN_IF_ERROR(reporter_.Continue());
    }
    return Status::Ok();
  }

  StatusOr<Totals> Carry(const Model& model) {
    CompressOptions options;
    options.spec = kPackingOfModels;
    options.block_size = kBlocksOfModels;
    options.threads = options_.threads;
    options.verify = options_.verify;
    options.limits = options_.limits;
    MemorySource file(model.file());
    Compressor carrying(file, sink_, options, nullptr);
    carrying.carries_ = &model;
    return carrying.Run();
  }

  StatusOr<FrameHeader> FullHeader() {
    LLMZIP_ASSIGN_OR_RETURN(FrameHeader header, plans_->Header());
    header.block_size = options_.block_size;
    if (carries_ != nullptr) {
      header.carries_model = header.whole_digests = true;
      header.models = {carries_->digest()};
      header.model_name = PlainName(carries_->name(), "model");
    }
    return header;
  }

  Status ManyBlocks(RawBlock raw) {
    LLMZIP_ASSIGN_OR_RETURN(const FrameHeader header, FullHeader());
    LLMZIP_RETURN_IF_ERROR(CarryModels(header));
    LLMZIP_RETURN_IF_ERROR(writer_.WriteHeader(header));
    StreamingDigest128 content_digest;
    WorkBudget work{Limits{}};
    bool bounded = true;
    std::vector<Segment> segments = Detect(*raw);
    LLMZIP_ASSIGN_OR_RETURN(std::uint64_t cost, Cost(segments, raw->size()));
    while (!raw->empty() || !pipeline_.empty()) {
      if (!raw->empty() && pipeline_.HasRoom(cost)) {
        content_digest.Update(*raw);
        Submit(cost, std::move(raw), std::move(segments));
        LLMZIP_ASSIGN_OR_RETURN(raw, ReadBlock());
        segments = Detect(*raw);
        LLMZIP_ASSIGN_OR_RETURN(cost, Cost(segments, raw->size()));
      } else {
        LLMZIP_ASSIGN_OR_RETURN(EncodedBlock block, Next());
        TellKinds(block);
        bounded &= Charge(block.head, block.head.payload_size, &work);
        LLMZIP_RETURN_IF_ERROR(writer_.WriteBlock(std::move(block)));
        if (writer_.index_size() > options_.limits.memory_bytes) {
          return Status::LimitExceeded("too many blocks for the memory limit; use a larger --block-size");
        }
      }
      LLMZIP_RETURN_IF_ERROR(reporter_.Continue(Unfinished()));
    }
    if (!bounded) WarnOfWork(work.SecondsCharged());
    return writer_.WriteTrailer(content_digest.Finish());
  }

  BufferedSource source_;
  ByteSink& sink_;
  const CompressOptions options_;
  const Model* carries_ = nullptr;  // if set, the source is its file
  FramePlans::Shared plans_;        // chosen once the size of the content, or at least of the first block, is known
  BlockOptions block_options_;      // chosen at the same time
  unsigned threads_per_block_ = 1;
  Detector detector_;
  std::vector<Bytes> first_parameters_;  // of each of the totals' kinds
  Reporter reporter_;
  FrameWriter writer_;
  Pipeline<EncodedBlock> pipeline_;
  std::uint64_t read_ = 0;
};

}  // namespace

StatusOr<Totals> Compress(ByteSource& source, ByteSink& sink, const CompressOptions& options, Progress* progress) {
  return PublicCall([&]() -> StatusOr<Totals> {
    LLMZIP_RETURN_IF_ERROR(CheckOptions(options));
    return Compressor(source, sink, options, progress).Run();
  });
}

}  // namespace llmzip
