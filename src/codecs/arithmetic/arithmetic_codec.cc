#include "codecs/arithmetic/arithmetic_codec.h"

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

#include "codecs/arithmetic/coded_lanes.h"
#include "codecs/arithmetic/lane_segments.h"
#include "codecs/arithmetic/symbol_walk.h"
#include "coding/range_decoder.h"
#include "coding/range_encoder.h"
#include "coding/row_coder.h"
#include "symbols/byte_symbols.h"

namespace llmzip {
namespace {

bool CodesRuns(const Predictor& predictor) { return predictor.lanes() == 1 && predictor.codes_runs(); }

// Calls `run(offset, size)` for one part of the block after the other; no part extends across the beginning of a
// segment.
template <typename Run>
Status InRuns(Predictor& predictor, std::size_t raw_size, std::span<const SegmentView> segments, const Context& context,
              const Run& run) {
  LaneSegments lane_segments(LaneCut(raw_size, 1), 1, segments);
  for (std::size_t offset = 0; offset < raw_size;) {
    if (offset == lane_segments.next_step()) LLMZIP_RETURN_IF_ERROR(lane_segments.Begin(predictor));
    const std::size_t end = std::min({offset + kStepsBetweenLooks, raw_size, lane_segments.next_step()});
    LLMZIP_RETURN_IF_ERROR(run(offset, end - offset));
    LLMZIP_RETURN_IF_ERROR(Advance(context, end - offset));
    offset = end;
  }
  return Status::Ok();
}

Status EncodeAll(Predictor& predictor, ByteView raw, std::span<const SegmentView> segments, const Context& context,
                 RangeEncoder& encoder) {
  if (predictor.codes_lanes()) {
    LaneEncoder coder(&encoder, predictor.frequency_bits());
    return CodeInLanes(predictor, raw.size(), raw, {}, segments, coder);
  }
  SetFutureOf(predictor, raw);
  if (CodesRuns(predictor)) {
    return InRuns(predictor, raw.size(), segments, context, [&](std::size_t offset, std::size_t size) {
      return predictor.EncodeRun(raw.subspan(offset, size), &encoder);
    });
  }
  const ByteSymbols symbols(predictor.alphabet_size());
  const unsigned k = predictor.frequency_bits();
  const auto visit = [&](std::size_t position, unsigned part, FrequencyRow row) {
    const Symbol symbol = symbols.Part(raw[position], part);
    EncodeUnder(row, symbol, k, encoder);
    return symbol;
  };
  return WalkSymbols(predictor, raw.size(), segments, context, visit);
}

Status DecodeAll(Predictor& predictor, std::span<std::uint8_t> raw, std::span<const SegmentView> segments,
                 const Context& context, RangeDecoder& decoder) {
  if (predictor.codes_lanes()) {
    LaneDecoder coder(&decoder, predictor.frequency_bits());
    return CodeInLanes(predictor, raw.size(), context.expected, raw, segments, coder);
  }
  if (CodesRuns(predictor)) {
    return InRuns(predictor, raw.size(), segments, context, [&](std::size_t offset, std::size_t size) {
      return predictor.DecodeRun(raw.subspan(offset, size), &decoder);
    });
  }
  const ByteSymbols symbols(predictor.alphabet_size());
  const unsigned k = predictor.frequency_bits();
  const auto visit = [&](std::size_t position, unsigned /*part*/, FrequencyRow row) {
    const Symbol symbol = DecodeUnder(row, k, decoder);
    raw[position] = symbols.Append(raw[position], symbol);
    return symbol;
  };
  return WalkSymbols(predictor, raw.size(), segments, context, visit);
}

}  // namespace

ArithmeticCodec::ArithmeticCodec(PredictorFactory make_predictor, unsigned lanes, std::string environment)
    : make_predictor_(std::move(make_predictor)), lanes_(lanes), environment_(std::move(environment)) {
  assert(lanes >= 1);
}

StatusOr<Bytes> ArithmeticCodec::Compress(ByteView raw, const Context& context) const {
  return CompressSegments(raw, {}, context);
}

StatusOr<Bytes> ArithmeticCodec::Decompress(ByteView coded, std::size_t raw_size, const Context& context) const {
  return DecompressSegments(coded, raw_size, {}, context);
}

StatusOr<Bytes> ArithmeticCodec::CompressSegments(ByteView raw, std::span<const SegmentView> segments,
                                                  const Context& context) const {
  LLMZIP_RETURN_IF_ERROR(LaneSegments::CheckCover(segments, raw.size()));
  LLMZIP_ASSIGN_OR_RETURN(const auto predictor, make_predictor_(lanes_, raw.size(), context));
  Bytes coded;
  RangeEncoder encoder(&coded);
  LLMZIP_RETURN_IF_ERROR(EncodeAll(*predictor, raw, segments, context, encoder));
  encoder.Finish();
  return coded;
}

StatusOr<Bytes> ArithmeticCodec::DecompressSegments(ByteView coded, std::size_t raw_size,
                                                    std::span<const SegmentView> segments,
                                                    const Context& context) const {
  LLMZIP_RETURN_IF_ERROR(LaneSegments::CheckCover(segments, raw_size));
  LLMZIP_ASSIGN_OR_RETURN(const auto predictor, make_predictor_(lanes_, raw_size, context));
  Bytes raw(raw_size);
  RangeDecoder decoder(coded);
  LLMZIP_RETURN_IF_ERROR(DecodeAll(*predictor, raw, segments, context, decoder));
  return raw;
}

}  // namespace llmzip
