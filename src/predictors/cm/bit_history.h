// Bit histories: the bits seen so far in one context, summarised in one byte.
//
// A state is the exact sequence of the first kExactBits bits, and after that a pair of counts (zeros, ones) with, while
// few, the last bit. The model is nonstationary: a bit discounts an opposite count above two, so that recent behaviour
// wins. States are numbered by rising total count, and 0 means "nothing seen", so the number of a slot's first state is
// its priority when a slot has to be replaced. The table is generated once from the rules in bit_history.cc, by
// integers alone. Thread safety: constants.
#ifndef LLMZIP_PREDICTORS_CM_BIT_HISTORY_H_
#define LLMZIP_PREDICTORS_CM_BIT_HISTORY_H_

#include <array>
#include <cstdint>

namespace llmzip::cm {

struct BitHistoryTable {
  /// next[bit][state].
  std::array<std::array<std::uint8_t, 256>, 2> next{};
  std::array<std::uint8_t, 256> zeros{};
  std::array<std::uint8_t, 256> ones{};
  /// Where a state's probability of a one starts before anything is learnt, 22 bits.
  std::array<std::uint32_t, 256> prior{};
  unsigned states = 0;
};

const BitHistoryTable& BitHistories();

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_BIT_HISTORY_H_
