// The bit histories of cm:fast: what happened so far at one node of one context, in one byte.
//
// Frozen with the format of cm:fast and therefore apart from the histories of the other strengths. The rules
// are in history_states.cc and, for a second implementation, in fast.spec.md. States are numbered by rising
// count of bits seen, so that a number is also the worth of what it stands for; 0 is "nothing seen".
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
