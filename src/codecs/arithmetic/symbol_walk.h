// WalkSymbols: the one order in which the symbols of a block meet a predictor.
//
//   for each byte step, for each symbol of a byte: Predict for all lanes; then lane by lane; then Update
//
// Coding, decoding and measuring are this walk with different things done at each symbol, so that they cannot
// come out of step. The walk can be watched and given up through the thread's WorkMeter.
#ifndef LLMZIP_CODECS_ARITHMETIC_SYMBOL_WALK_H_
#define LLMZIP_CODECS_ARITHMETIC_SYMBOL_WALK_H_

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "base/work_meter.h"
#include "codecs/arithmetic/lane_cut.h"
#include "llmzip/predictor.h"
#include "symbols/byte_symbols.h"

namespace llmzip {

/// The distribution of one symbol.
using FrequencyRow = std::span<const Frequency>;

/// Byte steps between two looks at the meter.
inline constexpr std::size_t kMeteredSteps = 1024;

/// `visit(position, part, row)` is called for symbol number `part` of the byte at `position` of the block, with
/// its distribution, and returns the symbol. False if the walk was given up before its end.
template <typename Visit>
bool WalkSymbols(Predictor& predictor, std::size_t raw_size, const Visit& visit) {
  const WorkMeter::Claim meter;
  const std::size_t alphabet = predictor.alphabet_size();
  if (alphabet == 2 && predictor.lanes() == 1) {  // the general walk below, with nothing left to compute
    std::array<Frequency, 2> frequencies;
    for (std::size_t position = 0; position < raw_size; ++position) {
      if (position % kMeteredSteps == kMeteredSteps - 1 && !meter.Advance(kMeteredSteps)) return false;
      for (unsigned part = 0; part < 8; ++part) {
        predictor.Predict(frequencies);
        const Symbol symbol = visit(position, part, FrequencyRow(frequencies));
        predictor.Update(std::span(&symbol, 1));
      }
    }
    return true;
  }
  const ByteSymbols symbols(predictor.alphabet_size());
  const LaneCut cut(raw_size, predictor.lanes());
  std::vector<Frequency> frequencies(predictor.lanes() * alphabet);
  std::vector<Symbol> seen(predictor.lanes());
  for (std::size_t step = 0; step < cut.steps(); ++step) {
    const unsigned active = cut.active(step);
    if (step % kMeteredSteps == kMeteredSteps - 1 && !meter.Advance(kMeteredSteps * active)) return false;
    const std::span rows = std::span(frequencies).first(active * alphabet);
    for (unsigned part = 0; part < symbols.per_byte(); ++part) {
      predictor.Predict(rows);
      for (unsigned lane = 0; lane < active; ++lane) {
        seen[lane] = visit(cut.offset(lane) + step, part, FrequencyRow(rows.subspan(lane * alphabet, alphabet)));
      }
      predictor.Update(std::span(seen).first(active));
    }
  }
  return true;
}

}  // namespace llmzip

#endif  // LLMZIP_CODECS_ARITHMETIC_SYMBOL_WALK_H_
