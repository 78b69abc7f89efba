#include "predictors/net/chunks.h"

#include <cassert>
#include <cstring>

namespace llmzip::net {

void Chunks::AddRow(LaneInputs* lane, Rows* rows) const {
  assert(!lane->empty());
  std::uint16_t input = *lane->next;
  if (lane->again != 0) {
    input = Newest(lane->state, lane->again);
    --lane->again;
  } else {
    if (overlap_ != 0) Remember(lane->state, input);
    if (chunk_ != 0 && lane->state->place == chunk_) {
      lane->state->place = 0;
      lane->again = overlap_;
      input = static_cast<std::uint16_t>(kBeginSymbol);
    }
  }
  const bool counts = lane->again == 0;
  rows->Add(input, counts ? lane->logits : nullptr);
  if (!counts) return;
  ++lane->next;
  lane->logits += kLogits;
}

void Chunks::Remember(NetworkState* state, std::uint16_t input) const {
  std::uint8_t* const ring = state->bytes(newest_);
  std::memcpy(ring + state->fed % overlap_ * sizeof(input), &input, sizeof(input));
  ++state->fed;
}

// `back` is 1 for the newest, at most overlap_.
std::uint16_t Chunks::Newest(NetworkState* state, std::size_t back) const {
  std::uint16_t input;
  std::memcpy(&input, state->bytes(newest_) + (state->fed - back) % overlap_ * sizeof(input), sizeof(input));
  return input;
}

}  // namespace llmzip::net
