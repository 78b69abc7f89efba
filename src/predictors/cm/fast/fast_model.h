// FastModel: the arithmetic of cm:fast for one bit of one lane, in two halves.
//
//   Decide   six bit histories and the match each give an opinion; two weight sets, one chosen by the byte so far
//            and the match, one by the last byte, weigh them; a table refined by the last byte corrects the sum
//   Learn    the bit came: histories, counts, weights and correction move towards it; once a nibble the next
//            slots are found, once a byte the contexts and the match advance
//
// Histories' homes are known up to the last bit of the nibble before it comes: that bit only chooses between two
// neighbouring lines. They are asked for from memory as early as the caller can tell them: a nibble ahead when
// encoding a run, two bits ahead when decoding one, else one bit. `Vector` is PlainInt16x8 or NativeInt16x8: same
// bytes, other instructions. fast.spec.md says everything exactly. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_FAST_FAST_MODEL_H_
#define LLMZIP_PREDICTORS_CM_FAST_FAST_MODEL_H_

#include <array>
#include <cstdint>
#include <vector>

#include "predictors/cm/fast/fast_shape.h"
#include "predictors/cm/fast/history_maps.h"
#include "predictors/cm/fast/int16x8.h"
#include "predictors/cm/fast/match_model.h"
#include "predictors/cm/fast/slot_table.h"
#include "predictors/cm/logistic.h"

namespace llmzip::cm::fast {

/// Frequencies sum to 2^17: the mean of two 16-bit probabilities, unrounded.
inline constexpr unsigned kFrequencyBits = 17;

template <typename Vector>
class FastModel {
 public:
  explicit FastModel(const FastShape& shape);

  /// Where a lane is within its byte: all that changes with every bit.
  struct Place {
    std::array<std::uint8_t*, kContexts> slots{};
    std::uint32_t bits = 1;         // of the current byte, behind a leading one
    std::uint32_t node = 1;         // of the current nibble, likewise
    std::uint32_t expected = 0;     // the match's byte, shifted so that its next bit is bit 7
    std::uint32_t match_class = 0;  // 0: no match, or it failed in this byte
    std::uint32_t first_set = 0;    // 0, 256 or 512: by the match
    std::int16_t* second_weights = nullptr;
    std::uint16_t* corrections = nullptr;
  };

  /// What Decide found and Learn needs.
  struct Decision {
    Vector opinions;
    std::int16_t* weights;  // of the first set; the second is the place's
    std::uint16_t* correction;
    std::uint32_t probability;  // of the mix, 16 bits
    std::uint32_t expected;     // bit, if there is a match
    std::array<std::uint8_t, kContexts> states;
  };

  struct Lane {
    Place place;
    std::array<std::uint32_t, kContexts - 1> contexts{};
    std::array<std::uint32_t, kContexts - 1> hashes{};
    std::uint32_t last4 = 0;    // the last four bytes, latest lowest
    std::uint32_t before4 = 0;  // the four before
    std::uint32_t word = 0;
    Match match;
    Decision decision;
  };

  [[nodiscard]] Lane& lane(unsigned i) { return lanes_[i]; }

  /// P(next bit = 1) in units of 2^-17, 1 … 2^17 - 1.
  std::uint32_t Decide(Lane& lane) { return Decide(lane.place, &lane.decision); }
  /// The bit decided upon came.
  void Learn(Lane& lane, std::uint32_t bit);

  /// Decides and learns the bits of one byte; `code(p1)` codes the next bit and returns it. For one lane.
  /// An encoder knows the byte: then the next slots are asked for from memory a nibble ahead, not a bit.
  template <bool kByteIsKnown, typename Code>
  [[gnu::always_inline]] inline void CodeByte(std::uint32_t byte, const Code& code);

 private:
  static constexpr unsigned kHashed = kContexts - 1;
  static constexpr unsigned kSparse = kHashed - 1;  // the context the last byte is no part of
  static constexpr int kLogitLimit = kLogitLimitQ8 - 1;
  static constexpr unsigned kCorrectionBins = 16;
  static constexpr int kCorrectionRate = 6;

  // A place is handed around apart from its lane, so that CodeByte may keep one in registers: all of these are
  // inlined, and none lets its address out.
  [[gnu::always_inline]] inline std::uint32_t Decide(const Place& place, Decision* decision);
  template <bool kOneLane>
  [[gnu::always_inline]] inline void Absorb(Place& place, const Decision& decision, std::uint32_t bit);
  template <bool kLastIsKnown>
  [[gnu::always_inline]] inline void PrepareSlots(Lane& lane, std::uint32_t bits);
  [[gnu::always_inline]] inline void EnterSecondNibble(const Lane& lane, Place& place);
  [[gnu::always_inline]] inline void EnterByte(Lane& lane, Place& place);
  [[gnu::always_inline]] inline void EndByte(Lane& lane, Place& place);

  HistoryMaps maps_;
  struct alignas(16) WeightSet {
    std::array<std::int16_t, 8> weights;
  };
  std::array<WeightSet, 3 * 256> first_weights_;  // by match and bits of the byte so far
  std::array<WeightSet, 256> second_weights_;     // by the last byte
  ZeroedArray<std::uint16_t> corrections_;        // by last byte, bits so far, bin of the mix
  std::array<bool, 256> corrections_ready_{};
  ZeroedArray<std::uint8_t> order1_;
  SlotTable table_;
  MatchModel matches_;
  std::uint64_t bytes_ = 0;
  std::uint64_t next_refresh_;
  std::vector<Lane> lanes_;
};

}  // namespace llmzip::cm::fast

#endif  // LLMZIP_PREDICTORS_CM_FAST_FAST_MODEL_H_
