#include "cli/bench_measurement.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>

#include "cli/coding_options.h"
#include "cli/progress_bar.h"
#include "eval/ideal_size.h"
#include "io/memory_stream.h"
#include "llmzip/compress.h"
#include "llmzip/decompress.h"
#include "plan/plan.h"

namespace llmzip::cli {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

}  // namespace

StatusOr<Measurement> Measure(ByteView raw, const CodingChoice& choice, const Arguments& arguments, Console& console) {
  LLMZIP_ASSIGN_OR_RETURN(const Plan plan, ResolvePlan(choice.spec, arguments.models));
  CompressOptions compress = CodingOptions(arguments);
  compress.level = choice.level.value_or(kDefaultLevel);
  compress.spec = choice.level ? std::string() : choice.spec;
  compress.block_size = choice.block_size;
  compress.verify = false;  // its cost is the decompression measured below
  compress.content_size = raw.size();
  DecompressOptions decompress = DecodingOptions(arguments);
  decompress.limits.work_seconds = Limits::kNone;  // the time is what is measured

  Measurement measured;
  measured.raw_bytes = raw.size();
  measured.compress_seconds = measured.decompress_seconds = std::numeric_limits<double>::infinity();
  for (unsigned run = 0; run < arguments.runs; ++run) {
    Bytes coded;
    MemorySource raw_source(raw);
    MemorySink coded_sink(&coded);
    ProgressBar compressing(console, choice.label + ": compressing", ProgressBar::Measure::kRawBytes, raw.size());
    auto start = Clock::now();
    LLMZIP_ASSIGN_OR_RETURN(const Totals compressed, Compress(raw_source, coded_sink, compress, &compressing));
    (void)compressed;
    measured.compress_seconds = std::min(measured.compress_seconds, SecondsSince(start));
    measured.coded_bytes = coded.size();

    Bytes restored;
    restored.reserve(raw.size());
    MemorySource coded_source(coded);
    MemorySink restored_sink(&restored);
    compressing.Erase();
    ProgressBar decompressing(console, choice.label + ": decompressing", ProgressBar::Measure::kRawBytes, raw.size());
    start = Clock::now();
    LLMZIP_ASSIGN_OR_RETURN(const Totals decompressed,
                            Decompress(coded_source, restored_sink, decompress, &decompressing));
    (void)decompressed;
    measured.decompress_seconds = std::min(measured.decompress_seconds, SecondsSince(start));
    if (!std::ranges::equal(restored, raw)) return Status::Internal("the bytes that came back are different");
  }
  ProgressBar idealising(console, choice.label + ": the ideal size", ProgressBar::Measure::kRawBytes, std::nullopt);
  (void)idealising.Report({});
  const std::uint64_t block = std::min<std::uint64_t>(choice.block_size, raw.size());
  const unsigned lanes = arguments.lanes != 0 ? arguments.lanes : plan.AutomaticLanes(block);
  LLMZIP_ASSIGN_OR_RETURN(measured.memory_bytes, plan.MemoryBytes({.lanes = lanes, .raw_size = block}));
  LLMZIP_ASSIGN_OR_RETURN(
      const auto ideal,
      MeasureIdealSize(plan, raw, choice.block_size, {.lanes = lanes, .context = {.kernel = arguments.kernel}}));
  if (ideal) {
    measured.ideal_bytes = ideal->bytes;
    measured.side_bytes = ideal->side_bytes;
  }
  return measured;
}

}  // namespace llmzip::cli
