// WalkSymbols: the order in which a predictor sees the symbols of a block.
//
//   for each byte step, for each symbol of a byte: Predict for all lanes; then lane by lane; then Update
//
// Coding, decoding and measuring use this same walk with different actions for each symbol, so their order cannot
// differ. The context's Work reports its progress and can stop it; an error of the predictor ends it.
#ifndef LLMZIP_CODECS_ARITHMETIC_SYMBOL_WALK_H_
#define LLMZIP_CODECS_ARITHMETIC_SYMBOL_WALK_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "codecs/arithmetic/lane_cut.h"
#include "codecs/arithmetic/lane_segments.h"
#include "coding/row_coder.h"
#include "llmzip/codec.h"
#include "llmzip/context.h"
#include "llmzip/predictor.h"
#include "llmzip/segment.h"
#include "llmzip/status.h"
#include "symbols/byte_symbols.h"

namespace llmzip {

/// The Status of a walk that was stopped.
inline Status StoppedWithinBlock() { return Status::Cancelled("coding was stopped within a block"); }

/// The walk over `count` items (bytes or tokens) of `parts` symbols each. `visit(position, part, row)` is called for
/// symbol number `part` of the item at `position`, with its distribution, and returns the symbol. `before_step(step,
/// active)` is called before each step; an error there or in the predictor ends the walk.
template <typename Visit, typename BeforeStep>
Status WalkItems(Predictor& predictor, std::size_t count, unsigned parts, const Visit& visit,
                 const BeforeStep& before_step) {
  const std::size_t alphabet = predictor.alphabet_size();
  const LaneCut cut(count, predictor.lanes());
  std::vector<Frequency> frequencies(predictor.lanes() * alphabet);
  std::vector<Symbol> seen(predictor.lanes());
  for (std::size_t step = 0; step < cut.steps(); ++step) {
    const unsigned active = cut.active(step);
    LLMZIP_RETURN_IF_ERROR(before_step(step, active));
    const std::span rows = std::span(frequencies).first(active * alphabet);
    for (unsigned part = 0; part < parts; ++part) {
      LLMZIP_RETURN_IF_ERROR(predictor.Predict(rows));
      for (unsigned lane = 0; lane < active; ++lane) {
        seen[lane] = visit(cut.offset(lane) + step, part, FrequencyRow(rows.subspan(lane * alphabet, alphabet)));
      }
      LLMZIP_RETURN_IF_ERROR(predictor.Update(std::span(seen).first(active)));
    }
  }
  return Status::Ok();
}

/// Lookahead, when all bytes are known: tells a predictor the future bytes of each lane. It then computes the same,
/// faster.
inline void SetFutureOf(Predictor& predictor, ByteView raw) {
  const LaneCut cut(raw.size(), predictor.lanes());
  std::vector<ByteView> lanes;
  for (unsigned lane = 0; lane < predictor.lanes(); ++lane) {
    lanes.push_back(raw.subspan(cut.offset(lane), cut.offset(lane + 1) - cut.offset(lane)));
  }
  predictor.SetFuture(lanes);
}

/// Bytes between two checks of whether the work is to stop: in many lanes, fewer steps.
inline constexpr std::size_t kStepsBetweenLooks = 256;

/// Adds `bytes` to the progress of the context's work. kCancelled if it was stopped.
inline Status Advance(const Context& context, std::uint64_t bytes) {
  return context.work == nullptr || context.work->Advance(bytes) ? Status::Ok() : StoppedWithinBlock();
}

/// The walk over the bytes of a block. `visit(position, part, row)` is called for symbol number `part` of the byte at
/// `position`, with its distribution, and returns the symbol. Segments, if there are any, cover the block
/// (LaneSegments). kCancelled if stopped before the end.
template <typename Visit>
Status WalkSymbols(Predictor& predictor, std::size_t raw_size, std::span<const SegmentView> segments,
                   const Context& context, const Visit& visit) {
  LaneSegments lane_segments(LaneCut(raw_size, predictor.lanes()), predictor.lanes(), segments);
  const bool lone_bits = predictor.alphabet_size() == 2 && predictor.lanes() == 1;
  if (lone_bits) {  // the same walk, specialised for speed: one lane, bits
    std::array<Frequency, 2> frequencies;
    for (std::size_t position = 0; position < raw_size; ++position) {
      if (position == lane_segments.next_step()) LLMZIP_RETURN_IF_ERROR(lane_segments.Begin(predictor));
      if (position % kStepsBetweenLooks == kStepsBetweenLooks - 1) {
        LLMZIP_RETURN_IF_ERROR(Advance(context, kStepsBetweenLooks));
      }
      for (unsigned part = 0; part < 8; ++part) {
        LLMZIP_RETURN_IF_ERROR(predictor.Predict(frequencies));
        const Symbol symbol = visit(position, part, FrequencyRow(frequencies));
        LLMZIP_RETURN_IF_ERROR(predictor.Update(std::span(&symbol, 1)));
      }
    }
    return Status::Ok();
  }
  const std::size_t between = std::max<std::size_t>(1, kStepsBetweenLooks / predictor.lanes());
  const auto before_step = [&](std::size_t step, unsigned active) {
    if (step == lane_segments.next_step()) LLMZIP_RETURN_IF_ERROR(lane_segments.Begin(predictor));
    const bool looks = step % between == between - 1;
    return looks ? Advance(context, between * active) : Status::Ok();
  };
  return WalkItems(predictor, raw_size, ByteSymbols(predictor.alphabet_size()).per_byte(), visit, before_step);
}

}  // namespace llmzip

#endif  // LLMZIP_CODECS_ARITHMETIC_SYMBOL_WALK_H_
