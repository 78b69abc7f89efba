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
  if (options.level <= 2) return 4 * kMiB;
  if (options.level == 3) return 2 * kMiB;
  return kMiB / 2;
}

// The cheap coding, some ten times as fast as what is estimated.
CompressOptions Cheap(const CompressOptions& options) {
  CompressOptions cheap = options;
  cheap.spec.clear();
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

StatusOr<Coded> Code(FramePlans& plans, const Sample& sample, const CompressOptions& options, bool decode) {
  const std::vector<Segment> whole = {Segment{Kind::kData, 0, sample.raw.size(), false, {}}};
  const std::vector<Segment>& segments = plans.table() == nullptr ? whole : sample.segments;
  const BlockOptions block = {.lanes = options.lanes, .small = false, .lone = true, .verify = false};
  LLMZIP_ASSIGN_OR_RETURN(const auto streams, PlannedStreams(plans, segments, block));
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t working, plans.WorkingMemory(streams));
  LLMZIP_RETURN_IF_ERROR(
      CheckMemory(BlockMemory(working, sample.raw.size(), kCodingBuffers + kSegmentBuffers), options.limits));
  const Context context = plans.BlockContext(options.kernel);
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
      : source_(source), options_(options), progress_(progress), size_(source.size()) {
    options_.content_size = size_;
    if (options_.block_size == 0) {
      options_.block_size = TableOfLevel(options.spec.empty() ? options.level : kDefaultLevel).block_size;
    }
  }

  StatusOr<Estimate> Run() {
    if (!options_.model.empty()) return Status::Unsupported("what a language model takes is not estimated");
    if (size_ <= 2 * SampleBytes(options_)) return Whole();
    const CompressOptions cheap = Cheap(options_);
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t cheap_bytes, SizeWith(cheap));
    LLMZIP_RETURN_IF_ERROR(TakeSample());
    LLMZIP_ASSIGN_OR_RETURN(const auto plans, PlansOf(options_));
    LLMZIP_ASSIGN_OR_RETURN(const auto cheap_plans, PlansOf(cheap));
    LLMZIP_ASSIGN_OR_RETURN(const Coded half, Code(*plans, half_, options_, options_.verify));
    LLMZIP_ASSIGN_OR_RETURN(const Coded all, Code(*plans, sample_, options_, false));
    LLMZIP_ASSIGN_OR_RETURN(const Coded cheap_half, Code(*cheap_plans, half_, cheap, false));
    LLMZIP_ASSIGN_OR_RETURN(const Coded cheap_all, Code(*cheap_plans, sample_, cheap, false));
    Estimate estimate;
    estimate.raw_bytes = size_;
    const double rest = static_cast<double>(cheap_bytes) - cheap_all.bytes;
    const double bytes = all.bytes + rest * Slope(all.bytes, half.bytes, cheap_all.bytes, cheap_half.bytes);
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
    LLMZIP_RETURN_IF_ERROR(Compress(source, sink, options, progress_).status());
    return sink.size();
  }

  StatusOr<FramePlans::Shared> PlansOf(const CompressOptions& options) const {
    const unsigned threads = ThreadsPerBlock(size_, options_.block_size, ThreadsToUse(options.threads));
    if (!options.spec.empty()) return FramePlans::ByHand(options.spec, threads, options.models);
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
  Sample half_;    // every second window
  Sample sample_;  // the same, and then the others
};

}  // namespace

StatusOr<Estimate> EstimateCompression(RandomAccessSource& source, const CompressOptions& options, Progress* progress) {
  return PublicCall([&]() -> StatusOr<Estimate> { return Estimator(source, options, progress).Run(); });
}

}  // namespace llmzip
