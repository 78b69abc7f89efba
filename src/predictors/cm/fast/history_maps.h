// HistoryMaps: the prediction of each bit history, updated every few thousand bytes.
//
// For each context and history state: a prediction (a Q8 logit, called opinion), and counts of the bits that came in
// that state since. Counting is one increment. Refresh turns counts into opinions, so that no division and no logarithm
// is needed for each bit. One more row does the same for the match model, whose "state" is the match's length class.
// Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_FAST_HISTORY_MAPS_H_
#define LLMZIP_PREDICTORS_CM_FAST_HISTORY_MAPS_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace llmzip::cm::fast {

/// Contexts with bit histories: order 1 and five hashed ones.
inline constexpr unsigned kContexts = 6;

/// Classes of match length; 0 means no match.
inline constexpr unsigned kMatchClasses = 32;

struct HistoryMaps {
  /// All there is about a state in a context, side by side: one cache line serves a bit.
  struct alignas(8) State {
    std::int16_t opinion;               ///< Q8 logit
    std::array<std::uint8_t, 2> next;   ///< by the bit
    std::array<std::uint16_t, 2> seen;  ///< by the bit
  };
  struct MatchOpinion {
    std::int16_t bias;     ///< the seventh opinion, always kBias
    std::int16_t opinion;  ///< the eighth
  };
  static constexpr std::int16_t kBias = 256;

  /// Bytes from the first context's state 0 to a state of any context.
  static constexpr std::size_t Distance(std::size_t context, std::size_t state) {
    return (context * 256 + state) * sizeof(State);
  }

  HistoryMaps();

  /// states[context][state].
  alignas(64) std::array<std::array<State, 256>, kContexts> states{};
  /// match_opinion[class + kMatchClasses * expected_bit].
  alignas(64) std::array<MatchOpinion, 2 * kMatchClasses> match_opinion{};
  /// match_seen[1 if the expected bit came][class].
  alignas(64) std::array<std::array<std::uint16_t, kMatchClasses>, 2> match_seen{};

  /// Turns counts into opinions, and halves large counts.
  void Refresh();
};

}  // namespace llmzip::cm::fast

#endif  // LLMZIP_PREDICTORS_CM_FAST_HISTORY_MAPS_H_
