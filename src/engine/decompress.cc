#include "llmzip/decompress.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

#include "base/digest.h"
#include "engine/block_coding.h"
#include "engine/block_on_disk.h"
#include "engine/block_threads.h"
#include "engine/budget.h"
#include "engine/buffered_source.h"
#include "engine/carried_models.h"
#include "engine/frame_plans.h"
#include "engine/padding.h"
#include "engine/pipeline.h"
#include "engine/public_call.h"
#include "engine/reporter.h"
#include "engine/threads.h"
#include "frame/check.h"
#include "frame/footer.h"
#include "frame/index.h"
#include "frame/limits.h"
#include "io/part_source.h"

namespace llmzip {
namespace {

class NullSink final : public ByteSink {
 public:
  Status Write(std::span<const std::uint8_t> /*bytes*/) override { return Status::Ok(); }
};

// A frame whose blocks are being read.
struct OpenFrame {
  ParsedHeader parsed;
  Bytes header_bytes;
  FramePlans::Shared plans;
  bool codec_is_made = false;
  IndexBuilder index;             // of the blocks read
  BlockEnd end;                   // of the last block read
  std::uint64_t raw_size = 0;     // of the blocks read
  StreamingDigest128 raw_digest;  // of the blocks written
  Bytes model;                    // the blocks written, if the frame carries a model
};

class Decompressor {
 public:
  Decompressor(ByteSource& source, ByteSink& sink, const DecompressOptions& options,
               std::shared_ptr<CarriedModels> models, WorkBudget& work, Progress* progress)
      : source_(source),
        sink_(sink),
        options_(options),
        models_(std::move(models)),
        reporter_(progress),
        work_(work),
        pipeline_(ThreadsToUse(options.threads), options.limits.memory_bytes) {}

  StatusOr<Totals> Run() {
    while (true) {
      LLMZIP_ASSIGN_OR_RETURN(const bool more, NextFrame());
      if (!more) break;
      ++reporter_.totals.frames;
      reporter_.totals.coded_bytes = source_.offset();  // headers and trailers too
    }
    reporter_.Finish();
    return reporter_.totals;
  }

 private:
  // Decodes the frame that begins here; false at the end of the archive.
  StatusOr<bool> NextFrame() {
    const std::uint64_t offset = source_.offset();
    LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, source_.Peek(kMaxHeaderSize));
    if (reporter_.totals.frames > 0) {
      if (bytes.empty()) return false;
      if (!StartsFrame(bytes)) return Trailing(offset);
    }
    auto parsed = ParseHeader(bytes);
    if (!parsed.ok()) return At(offset, parsed.status());
    Bytes header_bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(parsed->size));
    source_.Skip(parsed->size);
    OpenFrame frame{*std::move(parsed), std::move(header_bytes), nullptr, false, {}, {}, 0, {}, {}};
    const Status read = frame.parsed.header.lone ? ReadLone(frame) : ReadBlocks(frame);
    // Blocks before an error are sound and are still written.
    while (!pipeline_.empty()) LLMZIP_RETURN_IF_ERROR(WriteNext(frame));
    LLMZIP_RETURN_IF_ERROR(read);
    if (!frame.parsed.header.lone) LLMZIP_RETURN_IF_ERROR(CheckTrailer(frame));
    if (frame.parsed.header.carries_model) {
      const Status added = models_->Add(frame.parsed.header, std::move(frame.model));
      if (!added.ok()) return At(offset, added);
    }
    return true;
  }

  StatusOr<bool> Trailing(std::uint64_t offset) {
    LLMZIP_ASSIGN_OR_RETURN(const bool padding, EndsInPadding(source_));
    if (padding) return false;
    const std::string what = TrailingBytes(offset);
    if (!options_.ignore_trailing_bytes) return Status::Corrupt(what);
    reporter_.Warn(what + ": ignored");
    return false;
  }

  static Status At(std::uint64_t offset, const Status& status) {
    if (offset == 0) return status;
    return Status(status.code(), status.message() + " (at byte " + std::to_string(offset) + ")");
  }

  // Checks what the header alone shows: limits that it would exceed, an environment that differs from this one (for a
  // checkpoint this has to wait until it is open).
  Status Announce(const OpenFrame& frame) {
    const FrameHeader& header = frame.parsed.header;
    if (header.content_size) {
      LLMZIP_RETURN_IF_ERROR(CheckOutput(PlannedOutput(*header.content_size), options_.limits));
    }
    return frame.plans->opens() ? Status::Ok() : CompareEnvironments(frame);
  }

  Status CompareEnvironments(const OpenFrame& frame) {
    LLMZIP_ASSIGN_OR_RETURN(const std::string environment, frame.plans->Environment());
    if (const std::string& recorded = frame.parsed.header.environment; recorded != environment) {
      reporter_.Warn("the archive was made with '" + recorded + "' and here is '" + environment +
                     "'; if it does not decode, use that one");
    }
    return Status::Ok();
  }

  // Makes the codecs of a block that is known to be within the limits.
  Status MakeCodecs(OpenFrame& frame, const BlockHead& head) {
    if (head.kind == BlockKind::kStored) return Status::Ok();
    LLMZIP_RETURN_IF_ERROR(frame.plans->MakeCodecs(head.streams));
    const bool first = !std::exchange(frame.codec_is_made, true);
    return first && frame.plans->opens() ? CompareEnvironments(frame) : Status::Ok();
  }

  // The planned output with `more` bytes added; UINT64_MAX if that overflows.
  [[nodiscard]] std::uint64_t PlannedOutput(std::uint64_t more) const {
    return more > UINT64_MAX - planned_output_ ? UINT64_MAX : planned_output_ + more;
  }

  // Reads and submits all blocks up to the end marker, which is not taken; writes results when the pipeline needs room.
  Status ReadBlocks(OpenFrame& frame) {
    const FrameHeader& header = frame.parsed.header;
    const unsigned threads = ThreadsPerBlock(header, ThreadsToUse(options_.threads));
    LLMZIP_ASSIGN_OR_RETURN(frame.plans, FramePlans::FromHeader(header, {}, threads, models_));
    LLMZIP_RETURN_IF_ERROR(Announce(frame));
    while (true) {
      const std::uint64_t offset = source_.offset();
      LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, source_.Peek(kMaxBlockStartSize));
      auto sizes = ParseBlockSizes(bytes, header);
      if (!sizes.ok()) return At(offset, sizes.status());
      if (sizes->kind == BlockKind::kEnd) return Status::Ok();
      LLMZIP_RETURN_IF_ERROR(ReadBlock(frame, *sizes));
      LLMZIP_RETURN_IF_ERROR(reporter_.Continue(Unfinished()));
    }
  }

  Status ReadBlock(OpenFrame& frame, const BlockSizes& sizes) {
    const std::uint64_t offset = source_.offset();
    LLMZIP_RETURN_IF_ERROR(CheckMemory(sizes.payload_size, options_.limits));
    auto bytes = std::make_shared<Bytes>();
    LLMZIP_RETURN_IF_ERROR(Take(sizes.disk_size(), offset, bytes.get()));
    const BlockPlace place = {frame.parsed.check, frame.index.blocks()};
    BlockOnDisk block = ExamineBlock(offset, std::move(bytes), sizes, frame.parsed.header, place);
    if (!block.sound) {
      return block.Refusal(At(offset, Status::Corrupt("block " + std::to_string(place.number + 1) +
                                                      " is damaged or out of place: its check does not match")));
    }
    // The checks matched, so from here on the head can be trusted.
    const Status continues = CheckContinues(block.head, frame.end);
    if (!continues.ok()) return At(offset, continues);
    frame.end = EndOf(block.head);
    return SubmitBlock(frame, std::move(block));
  }

  // Reads a lone frame after its header. Nothing in it is trusted before its check has matched.
  Status ReadLone(OpenFrame& frame) {
    const std::uint64_t offset = source_.offset() - frame.parsed.size;
    const FrameHeader& header = frame.parsed.header;
    LLMZIP_ASSIGN_OR_RETURN(const ByteView start, source_.Peek(kMaxBlockStartSize));
    auto sizes = ParseBlockSizes(start, header);
    if (!sizes.ok()) return At(offset, sizes.status());
    LLMZIP_RETURN_IF_ERROR(CheckMemory(sizes->payload_size, options_.limits));
    auto bytes = std::make_shared<Bytes>(frame.header_bytes);
    LLMZIP_RETURN_IF_ERROR(Take(sizes->disk_size(), offset, bytes.get()));
    BlockOnDisk block = ExamineLone(offset, std::move(bytes), *sizes, header, frame.parsed.size);
    if (!block.sound) {
      return block.Refusal(At(offset, Status::Corrupt("the archive is damaged: its check does not match")));
    }
    if (block.head.raw_size == 0) {
      return block.head.digest.Matches({}) ? Status::Ok() : Status::Corrupt("the digest of no bytes does not match");
    }
    const Status continues = CheckContinues(block.head, {});
    if (!continues.ok()) return At(offset, continues);
    LLMZIP_ASSIGN_OR_RETURN(
        frame.plans, FramePlans::FromHeader(header, PlansUsed(block.head), ThreadsToUse(options_.threads), models_));
    LLMZIP_RETURN_IF_ERROR(Announce(frame));
    return SubmitBlock(frame, std::move(block));
  }

  // Takes `size` bytes of the frame or block that begins at `offset` (for the error).
  Status Take(std::uint64_t size, std::uint64_t offset, Bytes* bytes) {
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t count, source_.Append(size, bytes));
    if (count < size) return At(offset, Status::Corrupt("the archive is cut short within a block"));
    return Status::Ok();
  }

  Status SubmitBlock(OpenFrame& frame, BlockOnDisk block) {
    LLMZIP_RETURN_IF_ERROR(Account(frame, block.head, block.bytes->size()));
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t cost, Cost(frame, block.head));
    LLMZIP_ASSIGN_OR_RETURN(const BlockWork work, DecodingWork(frame.plans.get(), block.head));
    LLMZIP_RETURN_IF_ERROR(work_.Charge(work, block.bytes->size()));
    LLMZIP_RETURN_IF_ERROR(MakeCodecs(frame, block.head));
    while (!pipeline_.HasRoom(cost)) LLMZIP_RETURN_IF_ERROR(WriteNext(frame));
    in_flight_.push_back(block.bytes->size());
    pipeline_.Submit(cost, [block = std::move(block), plans = frame.plans, number = frame.index.blocks(),
                            environment = frame.parsed.header.environment,
                            context = frame.plans->BlockContext(options_.kernel)](Work* work) mutable {
      context.work = work;
      return DecodeCheckedBlock(plans.get(), block.head, block.payload(), number, environment, context);
    });
    return Status::Ok();
  }

  // Adds a block to the sums, and compares these with what the header declares and the limits allow.
  Status Account(OpenFrame& frame, const BlockHead& header, std::uint64_t disk_size) {
    const std::optional<std::uint64_t> declared = frame.parsed.header.content_size;
    if (header.raw_size > UINT64_MAX - frame.raw_size || (declared && frame.raw_size + header.raw_size > *declared)) {
      return Status::Corrupt("the blocks hold more bytes than the frame header declares");
    }
    if (frame.parsed.header.carries_model) {
      LLMZIP_RETURN_IF_ERROR(CheckMemory(frame.raw_size + header.raw_size + models_->size(), options_.limits));
    } else {
      planned_output_ = PlannedOutput(header.raw_size);
      LLMZIP_RETURN_IF_ERROR(CheckOutput(planned_output_, options_.limits));
      LLMZIP_RETURN_IF_ERROR(CheckRatio(planned_output_, source_.offset(), options_.limits));
    }
    frame.raw_size += header.raw_size;
    frame.index.Add({header.raw_size, disk_size});
    return CheckMemory(frame.index.size(), options_.limits);
  }

  [[nodiscard]] StatusOr<std::uint64_t> Cost(const OpenFrame& frame, const BlockHead& head) const {
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t cost, DecodingMemory(frame.plans.get(), head));
    LLMZIP_RETURN_IF_ERROR(CheckMemory(cost, options_.limits));
    return cost;
  }

  // Estimates the archive bytes that correspond to `raw_bytes` done of the blocks in flight.
  [[nodiscard]] std::uint64_t UnfinishedCoded(std::uint64_t raw_bytes) const {
    const std::uint64_t raw_size = planned_output_ - reporter_.totals.raw_bytes;
    const std::uint64_t coded_size = std::accumulate(in_flight_.begin(), in_flight_.end(), std::uint64_t{0});
    if (raw_size == 0) return 0;
    // In thousandths, because products of sizes may overflow.
    return coded_size / 1000 * std::min<std::uint64_t>(1000, raw_bytes / (raw_size / 1000 + 1));
  }

  [[nodiscard]] Totals Unfinished() const {
    Totals unfinished = pipeline_.Unfinished();
    unfinished.coded_bytes = UnfinishedCoded(unfinished.raw_bytes);
    return unfinished;
  }

  Status WriteNext(OpenFrame& frame) {
    LLMZIP_ASSIGN_OR_RETURN(const Bytes raw, pipeline_.Next([this] { return reporter_.Tick(Unfinished()); }));
    frame.raw_digest.Update(raw);
    if (frame.parsed.header.carries_model) {
      frame.model.insert(frame.model.end(), raw.begin(), raw.end());
    } else {
      LLMZIP_RETURN_IF_ERROR(sink_.Write(raw));
      reporter_.totals.raw_bytes += raw.size();
    }
    reporter_.totals.coded_bytes += in_flight_.front();
    in_flight_.pop_front();
    ++reporter_.totals.blocks;
    return Status::Ok();
  }

  // Every number in a trailer has one encoding, so the expected trailer is built from what was read, and the bytes
  // compared.
  Status CheckTrailer(const OpenFrame& frame) {
    const std::optional<std::uint64_t> declared = frame.parsed.header.content_size;
    if (declared && *declared != frame.raw_size) {
      return Status::Corrupt("the blocks hold fewer bytes than the frame header declares");
    }
    const std::uint64_t offset = source_.offset();
    const Bytes index = frame.index.Build(frame.parsed.header.version, frame.parsed.size, frame.raw_digest.Finish());
    if (index.size() > kMaxIndexSize) return Status::Corrupt("more blocks than an index can hold");
    Bytes expected;
    AppendTrailer(index, &expected);
    Bytes trailer;
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t count, source_.Append(expected.size(), &trailer));
    if (count < expected.size()) return At(offset, Status::Corrupt("the archive is cut short within the index"));
    if (!ChecksMatch(trailer, expected)) {
      return At(offset,
                Status::Corrupt("the index does not agree with the blocks, or the content digest with them all"));
    }
    return Status::Ok();
  }

  BufferedSource source_;
  ByteSink& sink_;
  const DecompressOptions& options_;
  const std::shared_ptr<CarriedModels> models_;
  Reporter reporter_;
  WorkBudget& work_;
  std::uint64_t planned_output_ = 0;     // raw bytes of all blocks of content read
  std::deque<std::uint64_t> in_flight_;  // sizes on disk of the blocks in the pipeline
  Pipeline<Bytes> pipeline_;
};

}  // namespace

StatusOr<Totals> Decompress(ByteSource& source, ByteSink& sink, const DecompressOptions& options, Progress* progress) {
  return PublicCall([&]() -> StatusOr<Totals> {
    LLMZIP_RETURN_IF_ERROR(CheckLimits(options.limits));
    WorkBudget work(options.limits);
    return Decompressor(source, sink, options, std::make_shared<CarriedModels>(options.models), work, progress).Run();
  });
}

Status ReadCarriedModel(RandomAccessSource& source, std::uint64_t offset, std::uint64_t size,
                        const DecompressOptions& options, const std::shared_ptr<CarriedModels>& models,
                        WorkBudget& work) {
  PartSource part(source, offset, size);
  NullSink nowhere;
  return Decompressor(part, nowhere, options, models, work, nullptr).Run().status();
}

StatusOr<Totals> Test(ByteSource& source, const DecompressOptions& options, Progress* progress) {
  NullSink sink;
  return Decompress(source, sink, options, progress);
}

}  // namespace llmzip
