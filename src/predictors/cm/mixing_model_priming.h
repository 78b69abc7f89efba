// How MixingModel is primed: what it learns, and what it leaves alone. Included once, by mixing_predictor.cc.
#ifndef LLMZIP_PREDICTORS_CM_MIXING_MODEL_PRIMING_H_
#define LLMZIP_PREDICTORS_CM_MIXING_MODEL_PRIMING_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "predictors/cm/mixing_model.h"
#include "predictors/cm/table_reader.h"

namespace llmzip::cm {

template <typename Strength>
Status MixingModel<Strength>::Prime(std::span<const std::uint8_t> text, PrimeMode mode) {
  LLMZIP_RETURN_IF_ERROR(mode == PrimeMode::kPhrases ? PrimeWithPhrases(text) : PrimeWithText(text));
  (void)ReadText(0, 0);
  const std::uint32_t end = lanes_[0].next_position;
  for (unsigned l = 0; l < lanes_.size(); ++l) {
    lanes_[l].next_position = end + l;
    FindSlots(lanes_[l]);
  }
  return Status::Ok();
}

template <typename Strength>
Status MixingModel<Strength>::PrimeWithText(std::span<const std::uint8_t> text) {
  Lane& lane = lanes_[0];
  TableReader<kContexts, UINT32_MAX, true> reader(Taught());
  for (std::size_t n = 0; n < text.size(); ++n) {
    if (n % kBytesBetweenLooks == 0 && !ReadText(n, text.size())) return Status::Cancelled("stopped while priming");
    const std::uint8_t byte = text[n];
    reader.Take(lane.hashes, byte);
    const std::uint32_t order1 = lane.history.last(1) << 8;
    std::array<std::int16_t, 2> inputs{};
    for (unsigned bit = 0, partial = 1; bit < 8; ++bit) {
      const unsigned now = (byte >> (7 - bit)) & 1U;
      order1_.Learn(order1 | partial, now);
      for (unsigned m = 0; m < kMatches; ++m) {
        matches_[m].Predict(lane.followers[m], partial, bit, inputs.data());
        matches_[m].Learn(lane.followers[m], now);
      }
      partial = partial * 2 + now;
    }
    PrepareByte(lane, byte & 0xFEU);
    AppendByte<true>(lane, byte);
    HashContexts(lane, byte & 1U);
  }
  reader.Finish();
  return Status::Ok();
}

template <typename Strength>
Status MixingModel<Strength>::PrimeWithPhrases(std::span<const std::uint8_t> text) {
  Lane& lane = lanes_[0];
  TableReader<kContexts, Strength::Contexts::kPhraseContextMask, false> reader(Taught());
  for (std::size_t n = 0; n < text.size(); ++n) {
    if (n % kBytesBetweenLooks == 0 && !ReadText(n, text.size())) return Status::Cancelled("stopped while priming");
    const std::uint8_t byte = text[n];
    reader.Take(lane.hashes, byte);
    PrepareByte(lane, byte & 0xFEU);
    AppendByte<false>(lane, byte);
    if constexpr (Strength::kEarly)
      HashContexts(lane, byte & 1U);
    else
      Strength::Contexts::HashPhraseContexts({lane.history, store_, lane.next_position, 0, 0}, lane.hashes.data());
  }
  reader.Finish();
  if constexpr (!Strength::kEarly) HashContexts(lane, 0);  // all of them
  return Status::Ok();
}

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_MIXING_MODEL_PRIMING_H_
