#include "eval/estimate.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "content/detector.h"
#include "content/kind.h"
#include "engine/block_coding.h"
#include "engine/block_threads.h"
#include "engine/budget.h"
#include "engine/frame_plans.h"
#include "engine/pipeline.h"
#include "engine/public_call.h"
#include "engine/threads.h"
#include "io/part_source.h"
#include "plan/level_table.h"

namespace llmzip {
namespace {

// Enough of them that different parts of a content are heard, each long enough to be coded as a part of it would be.
constexpr std::uint64_t kWindows = 8;

// How long something takes on a machine that has nothing else to do: never longer than the processors work on it.
class Stopwatch {
 public:
  [[nodiscard]] double Seconds() const {
    const double passed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    return std::min(passed, static_cast<double>(std::clock() - worked_) / CLOCKS_PER_SEC);
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::clock_t worked_ = std::clock();
};

// What takes some seconds to code.
std::uint64_t SampleBytes(const CompressOptions& options) {
  constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
  if (!options.spec.empty()) return kMiB / 2;
  if (!options.model.empty()) return kMiB / 16;  // a language model
  if (options.level <= 2) return 4 * kMiB;
  if (options.level == 3) return 2 * kMiB;
  return kMiB / 2;
}

// The cheap coding, some ten times as fast as what is estimated.
CompressOptions Cheap(const CompressOptions& options) {
  CompressOptions cheap = options;
  cheap.spec.clear();
  cheap.model.clear();
  cheap.block_size = 0;
  cheap.lanes = 0;
  cheap.verify = false;
  if (options.spec.empty() && options.level <= 2) {
    cheap.spec = "zstd:3";
  } else {
    cheap.level = kMinLevel;
  }
  return cheap;
}

// Shows how far an estimate is: the cheap coding is a share of it, each coding of a sample another. Totals count the
// content, so what is shown are bytes of it.
class Stages final {
 public:
  static constexpr double kCheap = 0.25;

  Stages(Progress* progress, std::uint64_t size) : progress_(progress), size_(size) {}

  /// `share` of the whole follows.
  void Begin(double share) {
    before_ += share_;
    share_ = share;
  }
  /// So much of the stage is done. False once it is to be stopped.
  bool Report(double part, const Totals& now) {
    if (progress_ == nullptr) return true;
    Totals totals;
    totals.text_bytes = now.text_bytes;
    totals.text_read = now.text_read;
    totals.raw_bytes = static_cast<std::uint64_t>(static_cast<double>(size_) * std::min(1.0, before_ + share_ * part));
    return progress_->Report(totals);
  }

 private:
  Progress* const progress_;
  const std::uint64_t size_;
  double before_ = 0;
  double share_ = 0;
};

// A coding of all of the content as a stage.
class StageOfAll final : public Progress {
 public:
  StageOfAll(Stages* stages, std::uint64_t size) : stages_(stages), size_(size) {}
  bool Report(const Totals& done) override {
    return stages_->Report(static_cast<double>(done.raw_bytes) / static_cast<double>(std::max<std::uint64_t>(1, size_)),
                           done);
  }
  void Warn(const char* /*message*/) override {}  // of archives that are never written

 private:
  Stages* const stages_;
  const std::uint64_t size_;
};

class CountingSink final : public ByteSink {
 public:
  Status Write(std::span<const std::uint8_t> bytes) override {
    size_ += bytes.size();
    return Status::Ok();
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  std::uint64_t size_ = 0;
};

// Bytes from different places, and what was found there.
struct Sample {
  Bytes raw;
  std::vector<Segment> segments;

  void Append(ByteView bytes, Segment segment) {
    segment.offset = raw.size();
    segment.size = bytes.size();
    segment.continues = false;
    raw.insert(raw.end(), bytes.begin(), bytes.end());
    const bool same = !segments.empty() && segments.back().kind == segment.kind && segments.back().parameters.empty() &&
                      segment.parameters.empty();
    if (same) {
      segments.back().size += segment.size;
    } else {
      segments.push_back(std::move(segment));
    }
  }
  void Append(const Sample& other) {
    for (const Segment& segment : other.segments) {
      Append(
          ByteView(other.raw).subspan(static_cast<std::size_t>(segment.offset), static_cast<std::size_t>(segment.size)),
          segment);
    }
  }
};

// Whatever happens to the largest streams, sizes and times of one coding of a sample.
struct Coded {
  double bytes = 0;
  double encoding = 0;  // seconds
  double decoding = 0;  // the same, where it was asked for
};

StatusOr<Coded> Code(FramePlans& plans, const Sample& sample, const CompressOptions& options, bool decode, Work* work) {
  const std::vector<Segment> whole = {Segment{Kind::kData, 0, sample.raw.size(), false, {}}};
  const std::vector<Segment>& segments = plans.table() == nullptr ? whole : sample.segments;
  const BlockOptions block = {.lanes = options.lanes, .small = false, .lone = true, .verify = false};
  LLMZIP_ASSIGN_OR_RETURN(const auto streams, PlannedStreams(plans, segments, block));
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t working, plans.WorkingMemory(streams));
  LLMZIP_RETURN_IF_ERROR(
      CheckMemory(BlockMemory(working, sample.raw.size(), kCodingBuffers + kSegmentBuffers), options.limits));
  Context context = plans.BlockContext(options.kernel);
  context.work = work;
  Coded coded;
  const Stopwatch encoding;
  LLMZIP_ASSIGN_OR_RETURN(const EncodedBlock encoded, EncodeBlock(plans, sample.raw, segments, block, context));
  coded.encoding = encoding.Seconds();
  coded.bytes = static_cast<double>(encoded.payload.size());
  if (!decode) return coded;
  Context expecting = context;
  expecting.expected = sample.raw;
  const Stopwatch decoding;
  LLMZIP_ASSIGN_OR_RETURN(const Bytes back, DecodeBlock(&plans, encoded.head, encoded.payload, expecting));
  coded.decoding = decoding.Seconds();
  return coded;
}

class Estimator {
 public:
  Estimator(RandomAccessSource& source, const CompressOptions& options, Progress* progress)
      : source_(source),
        options_(options),
        progress_(progress),
        size_(source.size()),
        stages_(progress, source.size()) {
    options_.content_size = size_;
    if (options_.block_size == 0) {
      options_.block_size = TableOfLevel(options.spec.empty() ? options.level : kDefaultLevel).block_size;
    }
  }

  StatusOr<Estimate> Run() {
    if (size_ <= 2 * SampleBytes(options_)) return Whole();
    const CompressOptions cheap = Cheap(options_);
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t cheap_bytes, SizeWith(cheap));
    LLMZIP_RETURN_IF_ERROR(TakeSample());
    LLMZIP_ASSIGN_OR_RETURN(const auto plans, PlansOf(options_));
    LLMZIP_ASSIGN_OR_RETURN(const auto cheap_plans, PlansOf(cheap));
    // Half of the sample, perhaps twice, and all of it; the cheap codings of it take no time.
    const double half_share = (1 - Stages::kCheap) * (options_.verify ? 0.5 : 1.0 / 3);
    LLMZIP_ASSIGN_OR_RETURN(const Coded half, Stage(half_share, *plans, half_, options_, options_.verify));
    const double all_share = 1 - Stages::kCheap - half_share;
    LLMZIP_ASSIGN_OR_RETURN(const Coded all, Stage(all_share, *plans, sample_, options_, false));
    LLMZIP_ASSIGN_OR_RETURN(const Coded cheap_half, Stage(0, *cheap_plans, half_, cheap, false));
    LLMZIP_ASSIGN_OR_RETURN(const Coded cheap_all, Stage(0, *cheap_plans, sample_, cheap, false));
    Estimate estimate;
    estimate.raw_bytes = size_;
    const double rest = static_cast<double>(cheap_bytes) - cheap_all.bytes;
    double bytes = all.bytes + rest * Slope(all.bytes, half.bytes, cheap_all.bytes, cheap_half.bytes);
    if (!options_.model.empty()) {
      // What a language model knows it knows from the start: a byte costs nearly the same everywhere, while the cheap
      // coding still learns. The truth lies between.
      const double more = static_cast<double>(sample_.raw.size() - half_.raw.size());
      const double each = (all.bytes - half.bytes) / more;
      bytes = (bytes + all.bytes + static_cast<double>(size_ - sample_.raw.size()) * each) / 2;
    }
    estimate.coded_bytes = static_cast<std::uint64_t>(std::clamp(bytes, 1.0, static_cast<double>(size_)));
    estimate.seconds = Seconds(half, all);
    return estimate;
  }

 private:
  // What a further byte of the cheap coding stands for.
  static double Slope(double all, double half, double cheap_all, double cheap_half) {
    const double mean = all / std::max(1.0, cheap_all);
    constexpr double kMost = 1.5;  // further from the mean it is noise
    return cheap_all > cheap_half ? std::clamp((all - half) / (cheap_all - cheap_half), mean / kMost, mean * kMost)
                                  : mean;
  }

  StatusOr<Estimate> Whole() {
    PartSource source(source_, 0, source_.size());
    CountingSink sink;
    const Stopwatch watch;
    LLMZIP_ASSIGN_OR_RETURN(const Totals totals, Compress(source, sink, options_, progress_));
    return Estimate{totals.raw_bytes, totals.coded_bytes, watch.Seconds(), true};
  }

  StatusOr<std::uint64_t> SizeWith(const CompressOptions& options) {
    PartSource source(source_, 0, source_.size());
    CountingSink sink;
    stages_.Begin(Stages::kCheap);
    StageOfAll stage(&stages_, size_);
    LLMZIP_RETURN_IF_ERROR(Compress(source, sink, options, &stage).status());
    return sink.size();
  }

  // Codes a sample on another thread, so that this one may report and stop it.
  StatusOr<Coded> Stage(double share, FramePlans& plans, const Sample& sample, const CompressOptions& options,
                        bool decode) {
    stages_.Begin(share);
    const double all = static_cast<double>(sample.raw.size()) * (decode ? 2 : 1);
    Pipeline<Coded> pipeline(1, options.limits.memory_bytes);
    pipeline.Submit(0, [&](Work* work) { return Code(plans, sample, options, decode, work); });
    return pipeline.Next([&] {
      const Totals now = pipeline.Unfinished();
      return stages_.Report(static_cast<double>(now.raw_bytes) / all, now);
    });
  }

  StatusOr<FramePlans::Shared> PlansOf(const CompressOptions& options) const {
    const unsigned threads = ThreadsPerBlock(size_, options_.block_size, ThreadsToUse(options.threads));
    if (!options.spec.empty()) return FramePlans::ByHand(options.spec, threads, options.models);
    if (!options.model.empty()) {
      return FramePlans::OfLevelWithModel(options.level, options.model, threads, options.models);
    }
    return FramePlans::OfLevel(TableOfLevel(options.level), threads, options.models);
  }

  // What is found depends on all that comes before, so all of it is looked at, block by block.
  Status TakeSample() {
    const std::uint64_t window = SampleBytes(options_) / kWindows;
    std::vector<Sample> windows(kWindows);
    Detector detector;
    Bytes block;
    for (std::uint64_t begin = 0; begin < size_; begin += block.size()) {
      block.resize(static_cast<std::size_t>(std::min(options_.block_size, size_ - begin)));
      LLMZIP_RETURN_IF_ERROR(source_.ReadAt(begin, block));
      const std::vector<Segment> segments = detector.Detect(block);
      for (std::uint64_t w = 0; w < kWindows; ++w) {
        const std::uint64_t first = (size_ - window) / (kWindows - 1) * w;
        Cut(block, segments, first > begin ? first - begin : 0, first + window > begin ? first + window - begin : 0,
            &windows[w]);
      }
    }
    for (std::size_t w = 0; w < kWindows; w += 2) half_.Append(windows[w]);
    sample_ = half_;
    for (std::size_t w = 1; w < kWindows; w += 2) sample_.Append(windows[w]);
    return Status::Ok();
  }

  // The part of a block that lies in [begin, end).
  static void Cut(ByteView block, const std::vector<Segment>& segments, std::uint64_t begin, std::uint64_t end,
                  Sample* sample) {
    for (const Segment& segment : segments) {
      const std::uint64_t from = std::max(begin, segment.offset);
      const std::uint64_t to = std::min(end, segment.offset + segment.size);
      if (from >= to) continue;
      Segment piece = segment;
      const KindEntry* const kind = FindKind(static_cast<std::uint8_t>(segment.kind));
      if (kind != nullptr && from > segment.offset) {
        piece.parameters = kind->advance(segment.parameters, from - segment.offset);
      }
      sample->Append(block.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)),
                     std::move(piece));
    }
  }

  // A block costs something before its first byte: tables are made, a text is read.
  [[nodiscard]] double Seconds(const Coded& half, const Coded& all) const {
    const auto half_bytes = static_cast<double>(half_.raw.size());
    const auto more_bytes = static_cast<double>(sample_.raw.size() - half_.raw.size());
    const double by_bytes = std::max(0.0, all.encoding - half.encoding) / more_bytes;
    const double at_first = std::max(0.0, half.encoding - half_bytes * by_bytes);
    double each_byte = by_bytes;
    double each_block = at_first;
    if (options_.verify) {
      each_byte += std::max(0.0, half.decoding - at_first) / half_bytes;
      each_block += std::min(at_first, half.decoding);
    }
    const std::uint64_t blocks = (size_ - 1) / options_.block_size + 1;
    const unsigned threads = ThreadsToUse(options_.threads);
    const double at_once = static_cast<double>(std::min<std::uint64_t>(blocks, threads));
    return (static_cast<double>(size_) * each_byte + static_cast<double>(blocks) * each_block) / at_once;
  }

  RandomAccessSource& source_;
  CompressOptions options_;
  Progress* const progress_;
  const std::uint64_t size_;
  Stages stages_;
  Sample half_;    // every second window
  Sample sample_;  // the same, and then the others
};

}  // namespace

StatusOr<Estimate> EstimateCompression(RandomAccessSource& source, const CompressOptions& options, Progress* progress) {
  return PublicCall([&]() -> StatusOr<Estimate> { return Estimator(source, options, progress).Run(); });
}

}  // namespace llmzip
