#include "eval/measured_walk.h"

#include <array>
#include <cmath>
#include <functional>

#include "codecs/arithmetic/coded_lanes.h"
#include "codecs/arithmetic/symbol_walk.h"
#include "coding/range_encoder.h"
#include "eval/length_meter.h"

namespace llmzip {
namespace {

void AddExpectation(FrequencyRow row, double all, MeasuredWalk* walk) {
  double mean = 0;
  double square = 0;
  for (const Frequency frequency : row) {
    if (frequency == 0) continue;
    const double probability = std::exp2(-all) * frequency;
    const double length = all - std::log2(static_cast<double>(frequency));
    mean += probability * length;
    square += probability * length * length;
  }
  walk->entropy_bits += mean;
  walk->variance += square - mean * mean;
}

}  // namespace

StatusOr<MeasuredWalk> Measure(Predictor& predictor, ByteView raw, bool entropy) {
  MeasuredWalk walk;
  walk.lengths.resize(raw.size());
  const ByteSymbols symbols(predictor.alphabet_size());
  const unsigned k = predictor.frequency_bits();
  const double all = k;
  Bytes coded;
  RangeEncoder encoder(&coded);
  const auto visit = [&](std::size_t position, unsigned part, FrequencyRow row) {
    const Symbol symbol = symbols.Part(raw[position], part);
    walk.lengths[position] += static_cast<float>(all - std::log2(static_cast<double>(row[symbol])));
    if (entropy) AddExpectation(row, all, &walk);
    EncodeUnder(row, symbol, k, encoder);
    return symbol;
  };
  if (predictor.codes_lanes()) {
    const auto look = [&](Frequency one) {
      const std::array<Frequency, 2> row = {(1U << k) - one, one};
      AddExpectation(row, all, &walk);
    };
    const LaneCut cut(raw.size(), predictor.lanes());
    LengthMeter meter(cut, k, walk.lengths, &encoder, entropy ? look : std::function<void(Frequency)>());
    LLMZIP_RETURN_IF_ERROR(CodeInLanes(predictor, raw.size(), raw, {}, {}, meter));
    encoder.Finish();
    walk.coded_bytes = coded.size();
    return walk;
  }
  SetFutureOf(predictor, raw);
  LLMZIP_RETURN_IF_ERROR(WalkSymbols(predictor, raw.size(), {}, {}, visit));
  encoder.Finish();
  walk.coded_bytes = coded.size();
  return walk;
}

}  // namespace llmzip
