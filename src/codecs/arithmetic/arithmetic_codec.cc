#include "codecs/arithmetic/arithmetic_codec.h"

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

#include "base/work_meter.h"
#include "codecs/arithmetic/symbol_walk.h"
#include "coding/range_decoder.h"
#include "coding/range_encoder.h"
#include "coding/row_coder.h"
#include "symbols/byte_symbols.h"

namespace llmzip {
namespace {

bool CodesRuns(const Predictor& predictor) { return predictor.lanes() == 1 && predictor.codes_runs(); }

// `run(offset, size)` for one piece of the block after the other.
template <typename Run>
Status InRuns(std::size_t raw_size, const Run& run) {
  const WorkMeter::Claim meter;
  for (std::size_t offset = 0; offset < raw_size; offset += kMeteredSteps) {
    const std::size_t size = std::min(kMeteredSteps, raw_size - offset);
    LLMZIP_RETURN_IF_ERROR(run(offset, size));
    if (!meter.Advance(size)) return StoppedWithinBlock();
  }
  return Status::Ok();
}

Status EncodeAll(Predictor& predictor, ByteView raw, RangeEncoder& encoder) {
  SetFutureOf(predictor, raw);
  if (CodesRuns(predictor)) {
    return InRuns(raw.size(), [&](std::size_t offset, std::size_t size) {
      return predictor.EncodeRun(raw.subspan(offset, size), &encoder);
    });
  }
  const ByteSymbols symbols(predictor.alphabet_size());
  const unsigned k = predictor.frequency_bits();
  return WalkSymbols(predictor, raw.size(), [&](std::size_t position, unsigned part, FrequencyRow row) {
    const Symbol symbol = symbols.Part(raw[position], part);
    EncodeUnder(row, symbol, k, encoder);
    return symbol;
  });
}

Status DecodeAll(Predictor& predictor, std::span<std::uint8_t> raw, RangeDecoder& decoder) {
  if (CodesRuns(predictor)) {
    return InRuns(raw.size(), [&](std::size_t offset, std::size_t size) {
      return predictor.DecodeRun(raw.subspan(offset, size), &decoder);
    });
  }
  const ByteSymbols symbols(predictor.alphabet_size());
  const unsigned k = predictor.frequency_bits();
  return WalkSymbols(predictor, raw.size(), [&](std::size_t position, unsigned /*part*/, FrequencyRow row) {
    const Symbol symbol = DecodeUnder(row, k, decoder);
    raw[position] = symbols.Append(raw[position], symbol);
    return symbol;
  });
}

}  // namespace

ArithmeticCodec::ArithmeticCodec(PredictorFactory make_predictor, unsigned lanes)
    : make_predictor_(std::move(make_predictor)), lanes_(lanes) {
  assert(lanes >= 1);
}

StatusOr<Bytes> ArithmeticCodec::Compress(ByteView raw) const {
  LLMZIP_ASSIGN_OR_RETURN(const auto predictor, make_predictor_(lanes_, raw.size()));
  Bytes coded;
  RangeEncoder encoder(&coded);
  LLMZIP_RETURN_IF_ERROR(EncodeAll(*predictor, raw, encoder));
  encoder.Finish();
  return coded;
}

StatusOr<Bytes> ArithmeticCodec::Decompress(ByteView coded, std::size_t raw_size) const {
  LLMZIP_ASSIGN_OR_RETURN(const auto predictor, make_predictor_(lanes_, raw_size));
  Bytes raw(raw_size);
  RangeDecoder decoder(coded);
  LLMZIP_RETURN_IF_ERROR(DecodeAll(*predictor, raw, decoder));
  return raw;
}

std::string ArithmeticCodec::environment() const {
  const auto predictor = make_predictor_(1, 0);
  return predictor.ok() ? (*predictor)->environment() : std::string();
}

}  // namespace llmzip
