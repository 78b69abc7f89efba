// The bit histories of cm:fast: the bits seen so far at one node of one context, in one byte.
//
// Part of the format of cm:fast, and therefore separate from the histories of the other strengths. The rules are in
// history_states.cc and, for a second implementation, in fast.spec.md. States are numbered by rising count of bits
// seen, so that a state's number is also its priority; 0 means "nothing seen".
// Thread safety: constants.
#ifndef LLMZIP_PREDICTORS_CM_FAST_HISTORY_STATES_H_
#define LLMZIP_PREDICTORS_CM_FAST_HISTORY_STATES_H_

#include <array>
#include <cstdint>

namespace llmzip::cm::fast {

struct HistoryStates {
  std::array<std::array<std::uint8_t, 256>, 2> next{};  ///< next[bit][state]
  std::array<std::uint16_t, 256> prior{};               ///< probability of a one before anything is learnt, 16 bits
  unsigned count = 0;                                   ///< states in use
};

const HistoryStates& Histories();

}  // namespace llmzip::cm::fast

#endif  // LLMZIP_PREDICTORS_CM_FAST_HISTORY_STATES_H_
