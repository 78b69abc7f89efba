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
#include "coding/foreseeing.h"
#include "coding/row_coder.h"
#include "llmzip/codec.h"
#include "llmzip/predictor.h"
#include "llmzip/status.h"
#include "symbols/byte_symbols.h"

namespace llmzip {

/// What coding ends with when its walk was given up.
inline Status GivenUp() { return Status::Cancelled("coding was stopped within a block"); }

/// The walk over `count` items of `parts` symbols each: bytes, tokens. `visit(position, part, row)` is called for
/// symbol number `part` of the item at `position`, with its distribution, and returns the symbol. `go_on(step, active)`
/// is called before each step; false ends the walk, and then it returns false.
template <typename Visit, typename GoOn>
bool WalkItems(Predictor& predictor, std::size_t count, unsigned parts, const Visit& visit, const GoOn& go_on) {
  const std::size_t alphabet = predictor.alphabet_size();
  const LaneCut cut(count, predictor.lanes());
  std::vector<Frequency> frequencies(predictor.lanes() * alphabet);
  std::vector<Symbol> seen(predictor.lanes());
  for (std::size_t step = 0; step < cut.steps(); ++step) {
    const unsigned active = cut.active(step);
    if (!go_on(step, active)) return false;
    const std::span rows = std::span(frequencies).first(active * alphabet);
    for (unsigned part = 0; part < parts; ++part) {
      predictor.Predict(rows);
      for (unsigned lane = 0; lane < active; ++lane) {
        seen[lane] = visit(cut.offset(lane) + step, part, FrequencyRow(rows.subspan(lane * alphabet, alphabet)));
      }
      predictor.Update(std::span(seen).first(active));
    }
  }
  return true;
}

/// Tells a predictor that wants to know what each of its lanes will hold, where all of it is known: it computes the
/// same, faster.
inline void TellAhead(Predictor& predictor, ByteView raw) {
  auto* const foreseeing = dynamic_cast<Foreseeing*>(&predictor);
  if (foreseeing == nullptr) return;
  const LaneCut cut(raw.size(), predictor.lanes());
  std::vector<ByteView> lanes;
  for (unsigned lane = 0; lane < predictor.lanes(); ++lane) {
    lanes.push_back(raw.subspan(cut.offset(lane), cut.offset(lane + 1) - cut.offset(lane)));
  }
  foreseeing->Foresee(lanes);
}

/// Byte steps between two looks at the meter.
inline constexpr std::size_t kMeteredSteps = 1024;

/// `visit(position, part, row)` is called for symbol number `part` of the byte at `position` of the block, with
/// its distribution, and returns the symbol. False if the walk was given up before its end.
template <typename Visit>
bool WalkSymbols(Predictor& predictor, std::size_t raw_size, const Visit& visit) {
  const WorkMeter::Claim meter;
  const bool lone_bits = predictor.alphabet_size() == 2 && predictor.lanes() == 1;
  if (lone_bits) {  // the general walk, with nothing left to compute
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
  return WalkItems(predictor, raw_size, ByteSymbols(predictor.alphabet_size()).per_byte(), visit,
                   [&](std::size_t step, unsigned active) {
                     return step % kMeteredSteps != kMeteredSteps - 1 || meter.Advance(kMeteredSteps * active);
                   });
}

}  // namespace llmzip

#endif  // LLMZIP_CODECS_ARITHMETIC_SYMBOL_WALK_H_
