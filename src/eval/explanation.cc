#include "eval/explanation.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>

#include "content/detector.h"
#include "engine/archive_map.h"
#include "engine/block_coding.h"
#include "engine/block_threads.h"
#include "engine/budget.h"
#include "engine/carried_models.h"
#include "engine/frame_plans.h"
#include "engine/pipeline.h"
#include "engine/public_call.h"
#include "engine/reporter.h"
#include "engine/threads.h"
#include "eval/measured_block.h"
#include "io/memory_stream.h"

namespace llmzip {
namespace {

// Bytes that an explanation holds for each byte that it explains.
constexpr std::uint64_t kBytesOfByte = 2 + sizeof(float) + sizeof(Expectations);

class Explainer {
 public:
  Explainer(RandomAccessSource& archive, const DecompressOptions& options, std::uint64_t most, ByteView known,
            Progress* progress)
      : archive_(archive),
        options_(options),
        most_(most),
        known_(known),
        models_(std::make_shared<CarriedModels>(options.models)),
        reporter_(progress),
        work_(options.limits) {}

  StatusOr<Explanation> Run() {
    std::uint64_t trailing = archive_.size();
    LLMZIP_ASSIGN_OR_RETURN(
        const std::vector<MappedFrame> frames,
        MapArchive(archive_, options_.limits, options_.ignore_trailing_bytes ? &trailing : nullptr));
    for (const MappedFrame& frame : frames) {
      if (frame.header->header.carries_model) {
        if (!complete()) carrying_.push_back(&frame);
        continue;
      }
      if (frame.index.raw_size > UINT64_MAX - explanation_.whole_size) {
        return Status::Corrupt("the frames hold more than 2^64 bytes");
      }
      explanation_.whole_size += frame.index.raw_size;
      if (!complete()) LLMZIP_RETURN_IF_ERROR(OneFrame(frame));
    }
    TellKinds();
    reporter_.Finish();
    return std::move(explanation_);
  }

 private:
  [[nodiscard]] bool complete() const { return explanation_.content.size() >= most_; }

  Status ReadCarriedModels() {
    for (const MappedFrame* frame : carrying_) {
      LLMZIP_RETURN_IF_ERROR(ReadCarriedModel(archive_, frame->offset, frame->disk_size, options_, models_, work_));
    }
    carrying_.clear();
    return Status::Ok();
  }

  Status OneFrame(const MappedFrame& frame) {
    FramePlans::Shared plans;
    std::uint64_t offset = frame.offset + frame.header->size;
    explanation_.archive_size += frame.disk_size;
    for (std::uint64_t number = 0; number < frame.index.blocks.size(); ++number) {
      const std::uint64_t disk_size = frame.index.blocks[number].disk_size;
      if (complete()) {
        explanation_.archive_size -= disk_size;  // of what is not explained
      } else {
        LLMZIP_RETURN_IF_ERROR(OneBlock(frame, number, offset, &plans));
      }
      offset += disk_size;
    }
    return Status::Ok();
  }

  Status OneBlock(const MappedFrame& frame, std::uint64_t number, std::uint64_t offset, FramePlans::Shared* plans) {
    const FrameHeader& header = frame.header->header;
    LLMZIP_RETURN_IF_ERROR(CheckMemory(frame.index.blocks[number].disk_size, options_.limits));
    LLMZIP_ASSIGN_OR_RETURN(const BlockOnDisk block, ReadMappedBlock(archive_, frame, number, offset));
    if (!block.sound) {
      return block.Refusal(Status::Corrupt("block " + std::to_string(number + 1) + " at byte " +
                                           std::to_string(offset) + " is damaged: its check does not match"));
    }
    if (*plans == nullptr) {
      if (!header.models.empty()) LLMZIP_RETURN_IF_ERROR(ReadCarriedModels());
      const unsigned threads = ThreadsPerBlock(header, ThreadsToUse(options_.threads));
      LLMZIP_ASSIGN_OR_RETURN(*plans, FramePlans::FromHeader(header, PlansUsed(block.head), threads, models_));
    }
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t memory, DecodingMemory(plans->get(), block.head));
    LLMZIP_RETURN_IF_ERROR(
        CheckMemory(SaturatingAdd(memory, SaturatingMultiply(kBytesOfByte, block.head.raw_size)), options_.limits));
    LLMZIP_ASSIGN_OR_RETURN(const BlockWork work, DecodingWork(plans->get(), block.head));
    LLMZIP_RETURN_IF_ERROR(work_.Charge(work, block.bytes->size()));
    begins_.push_back(explanation_.content.size());
    const std::uint64_t wanted = std::min(block.head.raw_size, most_ - explanation_.content.size());
    Context context = (*plans)->BlockContext(options_.kernel);
    if (known_.size() >= begins_.back() && known_.size() - begins_.back() >= block.head.raw_size) {
      context.expected = known_.subspan(begins_.back(), static_cast<std::size_t>(block.head.raw_size));
    }
    LLMZIP_RETURN_IF_ERROR(InBackground([&](Work* part) {
      context.work = part;
      return MeasureBlock(plans->get(), block.head, block.payload(), wanted, context, &explanation_);
    }));
    ++explanation_.blocks;
    reporter_.totals.raw_bytes = explanation_.content.size();
    return reporter_.Continue();
  }

  // On another thread, so that this one may report and stop it.
  template <typename Job>
  Status InBackground(const Job& job) {
    struct Nothing {};
    Pipeline<Nothing> pipeline(1, options_.limits.memory_bytes);
    pipeline.Submit(0, [&job](Work* part) -> StatusOr<Nothing> {
      LLMZIP_RETURN_IF_ERROR(job(part));
      return Nothing{};
    });
    return pipeline.Next([&] { return reporter_.Tick(pipeline.Unfinished()); }).status();
  }

  // Content that is coded alike is one segment, whatever it is: here it is cut where the detector sees another kind.
  void TellKinds() {
    explanation_.content.resize(std::min<std::size_t>(explanation_.content.size(), static_cast<std::size_t>(most_)));
    const std::size_t size = explanation_.content.size();
    explanation_.bits.resize(size);
    explanation_.coded.resize(size);
    explanation_.expected.resize(size);
    std::vector<ExplainedSegment> coded;
    coded.swap(explanation_.segments);
    const std::vector<ExplainedSegment> found = Detected();
    auto next = found.begin();
    for (ExplainedSegment& segment : coded) {
      if (segment.offset >= size) break;
      segment.size = std::min(segment.size, size - segment.offset);
      const std::uint64_t end = segment.offset + segment.size;
      const bool silent = segment.parameters.empty() && segment.filter.empty();
      while (next != found.end() && next->offset + next->size <= segment.offset) ++next;
      if (!silent || next == found.end()) {
        Add(std::move(segment));
        continue;
      }
      for (auto piece = next; piece != found.end() && piece->offset < end; ++piece) {
        ExplainedSegment part = segment;
        part.offset = std::max(segment.offset, piece->offset);
        part.size = std::min(end, piece->offset + piece->size) - part.offset;
        part.kind = piece->kind;
        part.parameters =
            FindKind(static_cast<std::uint8_t>(piece->kind))->advance(piece->parameters, part.offset - piece->offset);
        part.continues = piece->continues || part.offset > piece->offset;
        Add(std::move(part));
      }
    }
  }

  // Appends a segment, or extends the last one if it goes on in the same way, as a block's last may in the next.
  void Add(ExplainedSegment segment) {
    const auto begin = explanation_.bits.begin() + static_cast<std::ptrdiff_t>(segment.offset);
    segment.bits = std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(segment.size), 0.0);
    explanation_.segments.push_back(std::move(segment));
  }

  std::vector<ExplainedSegment> Detected() {
    std::vector<ExplainedSegment> all;
    Detector detector;
    for (std::size_t i = 0; i < begins_.size(); ++i) {
      const std::size_t size = explanation_.content.size();
      const std::size_t begin = std::min(begins_[i], size);
      const std::size_t end = i + 1 < begins_.size() ? std::min(begins_[i + 1], size) : size;
      for (Segment& segment : detector.Detect(ByteView(explanation_.content).subspan(begin, end - begin))) {
        all.push_back({.offset = begin + segment.offset,
                       .size = segment.size,
                       .kind = segment.kind,
                       .parameters = std::move(segment.parameters),
                       .continues = segment.continues});
      }
    }
    return all;
  }

  RandomAccessSource& archive_;
  const DecompressOptions& options_;
  const std::uint64_t most_;
  const ByteView known_;
  const std::shared_ptr<CarriedModels> models_;
  std::vector<const MappedFrame*> carrying_;  // frames before, whose models are not read yet
  std::vector<std::size_t> begins_;           // of blocks in the content
  Reporter reporter_;
  WorkBudget work_;
  Explanation explanation_;
};

// Coding is the first half of the work, measuring the second.
class Half final : public Progress {
 public:
  Half(Progress* whole, std::uint64_t before) : whole_(whole), before_(before) {}
  bool Report(const Totals& done) override {
    Totals totals = done;
    totals.raw_bytes = before_ + done.raw_bytes / 2;
    return whole_ == nullptr || whole_->Report(totals);
  }
  void Warn(const char* /*message*/) override {}  // of archives that are never written

 private:
  Progress* const whole_;
  const std::uint64_t before_;
};

StatusOr<Explanation> Explain(ByteView content, std::uint64_t whole_size, const CompressOptions& options,
                              Progress* progress) {
  if (content.size() > kMostExplained) return Status::InvalidArgument("too many bytes to explain");
  CompressOptions coding = options;
  coding.verify = false;  // measuring decodes
  coding.embed_models = false;
  coding.content_size = content.size();
  Bytes archive;
  MemorySource source(content);
  MemorySink sink(&archive);
  Half first(progress, 0);
  LLMZIP_RETURN_IF_ERROR(Compress(source, sink, coding, &first).status());
  DecompressOptions decoding;
  decoding.threads = options.threads;
  decoding.limits = options.limits;
  decoding.limits.output_bytes = decoding.limits.ratio = Limits::kNone;
  decoding.limits.work_seconds = Limits::kNone;
  decoding.models = options.models;
  decoding.kernel = options.kernel;
  MemoryRandomAccessSource made(archive);
  Half second(progress, content.size() / 2);
  LLMZIP_ASSIGN_OR_RETURN(Explanation explanation, Explainer(made, decoding, content.size(), content, &second).Run());
  if (!std::ranges::equal(explanation.content, content)) return Status::Internal("the bytes that came back differ");
  explanation.whole_size = whole_size;
  return explanation;
}

}  // namespace

StatusOr<Explanation> ExplainContent(ByteView content, std::uint64_t whole_size, const CompressOptions& options,
                                     Progress* progress) {
  return PublicCall([&] { return Explain(content, whole_size, options, progress); });
}

StatusOr<Explanation> ExplainArchive(RandomAccessSource& archive, const DecompressOptions& options, std::uint64_t most,
                                     Progress* progress) {
  return PublicCall([&]() -> StatusOr<Explanation> {
    LLMZIP_RETURN_IF_ERROR(CheckLimits(options.limits));
    return Explainer(archive, options, std::min(most, kMostExplained), {}, progress).Run();
  });
}

}  // namespace llmzip
