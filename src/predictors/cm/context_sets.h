// The contexts each strength looks at.
//
// A context set turns a lane's history into one hash per context, once a byte. Text and other data share the
// slots: where the lane looks like text, words and lines are hashed; elsewhere records, gaps and instructions.
// Any change changes every coded byte (mixing.spec.md lists the contexts).
#ifndef LLMZIP_PREDICTORS_CM_CONTEXT_SETS_H_
#define LLMZIP_PREDICTORS_CM_CONTEXT_SETS_H_

#include <cstdint>

#include "predictors/cm/byte_store.h"
#include "predictors/cm/lane_history.h"

namespace llmzip::cm {

/// What a context may look at; `position` is where the lane's next byte will be written in `store`.
struct ContextView {
  const LaneHistory& history;
  const ByteStore& store;
  std::uint32_t position;
  std::uint32_t expected;  ///< the first match model's expected byte plus 256, or 0
  std::uint32_t confidence;

  /// The byte `distance` bytes back in this lane, 0 before its beginning.
  [[nodiscard]] std::uint32_t Back(std::uint32_t distance) const {
    return distance <= history.position ? store[position - distance * store.lanes()] : 0;
  }
};

/// `cm`.
struct StandardContexts {
  static constexpr unsigned kCount = 6;
  static constexpr std::uint32_t kPhraseContextMask = 0b111111;  // a bit for each context that a phrase holds whole
  /// When seven bits of a byte are known: hashes that leave the eighth to HistoryTable::Neighbour. `seven` is the
  /// byte with a zero for it, `view` is of the bytes before.
  static void HashBeforeLastBit(const ContextView& view, std::uint32_t seven, std::uint32_t* hashes);
  /// Once the byte is complete and part of `history`: the context that cannot do without. Returns whether one
  /// changed: the last.
  static bool HashAfterByte(const LaneHistory& history, std::uint32_t* hashes);
};

/// `cm:max`.
struct MaximumContexts {
  static constexpr unsigned kCount = 24;
  /// Orders 3, 5, 6 and 8; words with the last byte, with the word before, and with two.
  static constexpr std::uint32_t kPhraseContextMask =
      1U << 1 | 1U << 3 | 1U << 4 | 1U << 6 | 1U << 7 | 1U << 12 | 1U << 13;
  static void Hash(const ContextView& view, std::uint32_t* hashes);
  /// Of these alone; the others' hashes stay as they are.
  static void HashPhraseContexts(const ContextView& view, std::uint32_t* hashes);
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_CONTEXT_SETS_H_
