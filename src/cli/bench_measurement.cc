#include "cli/bench_measurement.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>

#include "codecs/tokens/token_codec.h"
#include "eval/code_length.h"
#include "io/memory_stream.h"
#include "llmzip/compress.h"
#include "llmzip/decompress.h"
#include "plan/plan.h"

namespace llmzip::cli {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// The same for a checkpoint; what is coded beside the tokens counts in full, and into *side_bytes.
StatusOr<double> IdealTokenBytes(const Plan& plan, ByteView raw, std::uint64_t block_size, unsigned lanes,
                                 std::uint64_t* side_bytes) {
  LLMZIP_ASSIGN_OR_RETURN(const auto codec, plan.MakeTokenCodec({.lanes = lanes}));
  double bits = 0;
  while (!raw.empty()) {
    const ByteView block = raw.first(static_cast<std::size_t>(std::min<std::uint64_t>(block_size, raw.size())));
    LLMZIP_ASSIGN_OR_RETURN(const double tokens, TokenCodeLengthBits(*codec, block));
    bits += tokens;
    *side_bytes += codec->SideBytes(block);
    raw = raw.subspan(block.size());
  }
  return bits / 8 + static_cast<double>(*side_bytes);
}

StatusOr<double> IdealBytes(const Plan& plan, ByteView raw, std::uint64_t block_size, unsigned lanes) {
  double bits = 0;
  while (!raw.empty()) {
    const ByteView block = raw.first(static_cast<std::size_t>(std::min<std::uint64_t>(block_size, raw.size())));
    LLMZIP_ASSIGN_OR_RETURN(const auto predictor, plan.MakePredictor({.lanes = lanes, .raw_size = block.size()}));
    bits += CodeLengthBits(*predictor, block);
    raw = raw.subspan(block.size());
  }
  return bits / 8;
}

}  // namespace

StatusOr<Measurement> Measure(ByteView raw, const CodingChoice& choice, const Arguments& arguments) {
  LLMZIP_ASSIGN_OR_RETURN(const Plan plan, ResolvePlan(choice.spec, arguments.models));
  CompressOptions compress;
  compress.spec = choice.spec;
  compress.block_size = choice.block_size;
  compress.even_blocks = arguments.block_size_is_levels;
  compress.lanes = arguments.lanes;
  compress.threads = arguments.threads;
  compress.verify = false;  // its cost is the decompression measured below
  compress.content_size = raw.size();
  compress.limits = arguments.limits;
  compress.models = arguments.models;
  DecompressOptions decompress;
  decompress.threads = arguments.threads;
  decompress.limits = arguments.limits;
  decompress.models = arguments.models;

  Measurement measured;
  measured.raw_bytes = raw.size();
  measured.compress_seconds = measured.decompress_seconds = std::numeric_limits<double>::infinity();
  for (unsigned run = 0; run < arguments.runs; ++run) {
    Bytes coded;
    MemorySource raw_source(raw);
    MemorySink coded_sink(&coded);
    auto start = Clock::now();
    LLMZIP_ASSIGN_OR_RETURN(const Totals compressed, Compress(raw_source, coded_sink, compress, nullptr));
    (void)compressed;
    measured.compress_seconds = std::min(measured.compress_seconds, SecondsSince(start));
    measured.coded_bytes = coded.size();

    Bytes restored;
    restored.reserve(raw.size());
    MemorySource coded_source(coded);
    MemorySink restored_sink(&restored);
    start = Clock::now();
    LLMZIP_ASSIGN_OR_RETURN(const Totals decompressed, Decompress(coded_source, restored_sink, decompress, nullptr));
    (void)decompressed;
    measured.decompress_seconds = std::min(measured.decompress_seconds, SecondsSince(start));
    if (!std::ranges::equal(restored, raw)) return Status::Internal("the bytes that came back are different");
  }
  const std::uint64_t block = std::min<std::uint64_t>(choice.block_size, raw.size());
  const unsigned lanes = arguments.lanes != 0 ? arguments.lanes : plan.AutomaticLanes(block);
  LLMZIP_ASSIGN_OR_RETURN(measured.memory_bytes, plan.MemoryBytes({.lanes = lanes, .raw_size = block}));
  if (const Plan* const tokens = plan.TokenModel()) {
    LLMZIP_ASSIGN_OR_RETURN(measured.ideal_bytes,
                            IdealTokenBytes(*tokens, raw, choice.block_size, lanes, &measured.side_bytes.emplace(0)));
  } else if (const Plan* const predictor = plan.ByteModel()) {
    LLMZIP_ASSIGN_OR_RETURN(measured.ideal_bytes, IdealBytes(*predictor, raw, choice.block_size, lanes));
  }
  return measured;
}

}  // namespace llmzip::cli
