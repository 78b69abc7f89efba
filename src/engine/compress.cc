#include "llmzip/compress.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/digest.h"
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
#include "plan/level_table.h"

namespace llmzip {
namespace {

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

// Whether a language model is worth its time and its lanes: other content is coded better, and several times as fast,
// as if none had been named.
bool HasText(ByteView block) {
  constexpr std::uint64_t kLeastShare = 4;  // one in so many bytes
  std::uint64_t text = 0;
  for (const Segment& segment : Detector().Detect(block)) {
    if (segment.kind == Kind::kText || segment.kind == Kind::kCode) text += segment.size;
  }
  return text >= block.size() / kLeastShare;
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
    const std::uint64_t block_size = only_block ? first->size() : options_.block_size;
    block_options_.lone = only_block;
    LLMZIP_RETURN_IF_ERROR(ChoosePlans(*first, block_size, only_block ? first->size() : options_.content_size));
    LLMZIP_RETURN_IF_ERROR(only_block ? LoneBlock(first) : ManyBlocks(std::move(first)));
    reporter_.Finish();
    return reporter_.totals;
  }

 private:
  Status ChoosePlans(ByteView first, std::uint64_t block_size, std::optional<std::uint64_t> content_size) {
    block_options_.lanes = options_.lanes;
    block_options_.small = block_size < kSmallContent;
    block_options_.verify = options_.verify;
    const unsigned threads =
        ThreadsPerBlock(content_size, std::max<std::uint64_t>(1, block_size), ThreadsToUse(options_.threads));
    if (!options_.model.empty()) {
      LLMZIP_ASSIGN_OR_RETURN(plans_,
                              FramePlans::OfModelLevel(options_.level, options_.model, threads, options_.models));
      if (!plans_->for_text() || HasText(first)) {
        // Small content is coded no otherwise: there is no priming to leave out.
        block_options_.small = false;
        return Status::Ok();
      }
    }
    if (options_.spec.empty()) {
      plans_ = FramePlans::OfLevel(TableOfLevel(options_.level), threads, options_.models);
      return Status::Ok();
    }
    LLMZIP_ASSIGN_OR_RETURN(plans_, FramePlans::ByHand(options_.spec, threads, options_.models));
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
    for (const KindTotals& kind : block.kinds) {
      auto found = std::ranges::find_if(kinds, [&](const KindTotals& k) {
        return k.kind == kind.kind && k.filter == kind.filter && k.spec == kind.spec;
      });
      if (found == kinds.end()) {
        kinds.push_back({kind.kind, kind.filter, kind.spec});
        found = kinds.end() - 1;
      }
      found->raw_bytes += kind.raw_bytes;
      found->coded_bytes += kind.coded_bytes;
    }
  }

  // The content fits into one block, so its size is known and the frame is a lone one.
  Status LoneBlock(const RawBlock& raw) {
    if (raw->empty()) return writer_.WriteLone({}, StoreBlock({}));
    std::vector<Segment> segments = Detect(*raw);
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t cost, Cost(segments, raw->size()));
    Submit(cost, raw, std::move(segments));
    LLMZIP_ASSIGN_OR_RETURN(EncodedBlock block, Next());
    const std::vector<std::uint64_t> used = PlansUsed(block.head);
    FrameHeader header;
    if (block.head.kind != BlockKind::kStored) {
      LLMZIP_ASSIGN_OR_RETURN(header, plans_->Header(&used));
      const EncodedBlock stored = StoreBlock(*raw);
      if (LoneFrameSize({}, stored.head) + stored.payload.size() <=
          LoneFrameSize(header, block.head) + block.payload.size()) {
        block = stored;
      }
    }
    TellKinds(block);
    return writer_.WriteLone(std::move(header), block);
  }

  Status ManyBlocks(RawBlock raw) {
    LLMZIP_ASSIGN_OR_RETURN(FrameHeader header, plans_->Header(nullptr));
    header.block_size = options_.block_size;
    LLMZIP_RETURN_IF_ERROR(writer_.WriteHeader(header));
    StreamingDigest128 content_digest;
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
        LLMZIP_RETURN_IF_ERROR(writer_.WriteBlock(std::move(block)));
        if (writer_.index_size() > options_.limits.memory_bytes) {
          return Status::LimitExceeded("too many blocks for the memory limit; use a larger --block-size");
        }
      }
      LLMZIP_RETURN_IF_ERROR(reporter_.Continue(Unfinished()));
    }
    return writer_.WriteTrailer(content_digest.Finish());
  }

  BufferedSource source_;
  const CompressOptions options_;
  FramePlans::Shared plans_;    // chosen once the size of the content, or at least of the first block, is known
  BlockOptions block_options_;  // chosen at the same time
  Detector detector_;
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
