// MixingModel: the model of `cm`, `cm:max` and `cm:huge`: it predicts a bit, then learns from it.
//
// Everything that learns (table, maps, weights) is shared by the lanes. A Lane has its history, its slots in the
// tables, and what it keeps between predicting a bit and learning it. Lanes predict and learn bits in turn, and all end
// a byte at the same time. mixing.spec.md says exactly what is computed. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_MIXING_MODEL_H_
#define LLMZIP_PREDICTORS_CM_MIXING_MODEL_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include "llmzip/predictor.h"
#include "llmzip/status.h"
#include "predictors/cm/adaptive_map.h"
#include "predictors/cm/byte_store.h"
#include "predictors/cm/external_model.h"
#include "predictors/cm/final_map.h"
#include "predictors/cm/final_mixing.h"
#include "predictors/cm/hashing.h"
#include "predictors/cm/history_table.h"
#include "predictors/cm/lane_history.h"
#include "predictors/cm/match_model.h"
#include "predictors/cm/strengths.h"
#include "predictors/cm/table_reader.h"
#include "predictors/cm/weight_sets.h"
#include "predictors/shape.h"

namespace llmzip::cm {

template <typename Strength>
class MixingModel {
  static constexpr unsigned kContexts = Strength::Contexts::kCount;
  static constexpr unsigned kMatches = Strength::kMatchMinimum.size();
  static constexpr unsigned kPerContext = Strength::kDeterminism ? 4 : 3;
  using External = typename Strength::External;
  static constexpr bool kExternal = External::kInputs > 0;
  // Contexts' inputs, order 1, match models, a constant, the external model.
  static constexpr unsigned kFirstExternal = kPerContext * kContexts + 2 + 2 * kMatches + 1;
  static constexpr unsigned kUsedInputs = kFirstExternal + External::kInputs;
  static constexpr unsigned kInputs = (kUsedInputs + 31) / 32 * 32;
  static constexpr unsigned kOwnSets = Strength::kSets;
  static constexpr unsigned kSets = kOwnSets + External::kSelectorRows.size();
  static constexpr std::array<std::uint32_t, kSets> kSelectorRows = [] {
    std::array<std::uint32_t, kSets> rows{(kContexts + 1) * 256, 4 * 256};
    if constexpr (kOwnSets > 2) {
      rows[2] = 256;
      rows[3] = 16 * 256;
      rows[4] = 2048;
      rows[5] = 2048;
    }
    std::ranges::copy(External::kSelectorRows, rows.begin() + kOwnSets);
    return rows;
  }();

  using Weights = WeightSets<kSets, kInputs>;
  using Final = std::conditional_t<kExternal, JointFinalMixing<kOwnSets, kSets, External::kTrusts, External::kControl>,
                                   FinalMixing<kSets>>;

  // The mixers that go without the external model: over the inputs before its own, by the sets before its own.
  struct Control {
    static constexpr unsigned kInputs = (kFirstExternal + 31) / 32 * 32;
    static constexpr std::array<std::uint32_t, kOwnSets> kRows = [] {
      std::array<std::uint32_t, kOwnSets> rows{};
      std::copy_n(kSelectorRows.begin(), kOwnSets, rows.begin());
      return rows;
    }();
    using Weights = WeightSets<kOwnSets, kInputs>;

    struct View {
      alignas(64) std::array<std::int16_t, kInputs> inputs{};
      typename Weights::Choice choice{};
      typename FinalMixing<kOwnSets>::View final;
    };

    Control(int initial_weight, Kernel kernel) : weights(kRows, kFirstExternal, initial_weight, kernel) {}

    static constexpr std::uint64_t Memory() {
      std::uint64_t rows = 0;
      for (const std::uint32_t r : kRows) rows += r;
      return rows * kInputs * sizeof(std::int16_t);
    }

    Weights weights;
    FinalMixing<kOwnSets> final;
  };
  struct NoControl {
    struct View {};
    NoControl(int /*initial_weight*/, Kernel /*kernel*/) {}
    static constexpr std::uint64_t Memory() { return 0; }
  };
  using ControlMixing = std::conditional_t<External::kControl, Control, NoControl>;

 public:
  struct Lane {
    alignas(64) std::array<std::int16_t, kInputs> inputs{};
    std::array<std::uint8_t*, kContexts> states{};   // [node] is the bit history of this partial nibble
    std::array<std::uint8_t*, kContexts> runs{};     // of the byte context
    std::array<std::uint8_t, kContexts> expected{};  // the run's byte
    std::array<std::uint32_t, kContexts> history_entry{};
    std::array<std::uint32_t, kContexts> run_base{};
    std::array<std::uint32_t, kContexts> run_entry{};
    std::uint32_t run_active = 0;  // a bit for each context whose run still agrees with this byte
    std::uint32_t run_ones = 0;    // and whether it expects a one next
    std::array<std::uint32_t, kContexts> hashes{};
    std::array<std::uint32_t, kContexts> half_hashes{};
    std::array<MatchModel::Follower, kMatches> followers{};
    typename Weights::Choice choice{};
    typename Final::View final;
    std::uint32_t partial = 1;  // the bits of this byte so far, after a leading one
    std::uint32_t node = 1;     // of this nibble
    unsigned bit = 0;
    std::uint32_t order1_context = 0;
    std::uint32_t one = 0;  // the bit's probability, 22 bits
    std::array<std::uint32_t, 3> final_cells{};
    std::uint32_t final_hash = 0;
    std::uint32_t next_position = 0;
    LaneHistory history;
    [[no_unique_address]] typename External::View external;
    [[no_unique_address]] typename ControlMixing::View control;
  };

  /// `external` predicts bytes in as many lanes; null unless the strength has one.
  MixingModel(const PredictorShape& shape, std::unique_ptr<Predictor> external);

  [[nodiscard]] std::span<Lane> lanes() { return lanes_; }
  [[nodiscard]] std::span<const Lane> lanes() const { return lanes_; }
  [[nodiscard]] const ByteStore& store() const { return store_; }
  [[nodiscard]] unsigned lane_count() const { return static_cast<unsigned>(lanes_.size()); }

  /// The probability of a one, of 2^kProbabilityBits, and never certain.
  std::uint32_t PredictBit(Lane& lane);
  void LearnBit(Lane& lane, unsigned bit);
  /// Instead of LearnBit: the bit is context of what follows, and nothing is learnt from it.
  void PassBit(Lane& lane, unsigned bit);

  /// Before a byte and after it: the external model's part, in the first `active` lanes.
  Status PredictExternal(std::size_t active) { return external_.PredictByte(lanes_, active); }
  Status LearnExternal(std::size_t active) { return external_.LearnByte(lanes_, active); }
  Status PassExternal(std::size_t active) { return external_.PassByte(lanes_, active); }
  External& external() { return external_; }
  const External& external() const { return external_; }

  /// With lookahead the byte is known, so the lines of its second half can be fetched early.
  void FetchSecondHalf(const Lane& lane, std::uint8_t byte) const {
    for (const std::uint32_t hash : lane.hashes)
      table_.Prefetch(HistoryTable::Neighbour(HashNibble(hash, 8U | byte >> 5), (byte >> 4) & 1U));
  }

  /// Within a segment of records their length is what the segment says, not a guess. kCorrupt for bad parameters.
  Status BeginSegment(unsigned lane, const SegmentView& segment);

  /// Only tables and match models learn, through the first lane; nothing is mixed, and the external model is not
  /// called. kCancelled if stopped before the end.
  Status Prime(std::span<const std::uint8_t> text, PrimeMode mode);

  /// An upper bound on its bytes, the external model's own not counted.
  static std::uint64_t Memory(const PredictorShape& shape) {
    constexpr std::uint64_t kSmallTables = std::uint64_t{8} << 20;  // maps, huge page alignment
    std::uint64_t rows = 0;
    for (const std::uint32_t r : kSelectorRows) rows += r;
    return (HistoryTable::kLineBytes << LineBits(shape.raw_size)) + (std::uint64_t{1} << StoreBits(shape.raw_size)) +
           kMatches * (sizeof(std::uint32_t) << MatchBits(shape.raw_size)) + rows * kInputs * sizeof(std::int16_t) +
           (FinalMap::kContextBytes * (1024 + 65536 + kFinalHash)) + kSmallTables + ControlMixing::Memory() +
           shape.lanes * (sizeof(Lane) + External::kBytesPerLane);
  }

 private:
  static unsigned LineBits(std::uint64_t raw_size) {
    return BitsFor(raw_size / Strength::kBytesPerLine, kContexts, 8, Strength::kMaxLineBits);
  }
  static unsigned StoreBits(std::uint64_t raw_size) { return BitsFor(raw_size, 1, 12, Strength::kMaxStoreBits); }
  static unsigned MatchBits(std::uint64_t raw_size) { return BitsFor(raw_size, 1, 10, Strength::kMatchBits); }

  static constexpr std::uint32_t kFinalHash = 1U << 13;
  static constexpr std::size_t kBytesBetweenLooks = 1U << 14;  // at Work, while priming
  static constexpr std::uint32_t kHistoryLimit = 255;
  static constexpr std::uint32_t kRunLimit = 1023;
  static constexpr unsigned kFinalRate = 6;
  // The first layer's learning rate decays from the first to the last, a step a byte.
  static constexpr std::int32_t kFirstRate = 14 << 16;
  static constexpr std::int32_t kLastRate = 2 << 16;
  static constexpr int kRateDecay = 12;

  static Final MakeFinalMixing() {
    if constexpr (kExternal)
      return Final(External::kInitialFinalWeights);
    else
      return Final();
  }

  // The two bits that may follow the same bits are neighbours.
  static std::uint32_t FinalContext(const Lane& lane, std::uint32_t partial) {
    return ((lane.final_hash + (partial >> 1) * 0x7A9AU) & (kFinalHash - 1)) ^ (partial & 1U);
  }
  TaughtTables Taught() {
    return {table_,          next_,     history_map_.data(), kHistoryLimit,
            run_map_.data(), kRunLimit, run_class_,          Strength::kFirstRunContext};
  }
  /// Tells how much of the text is read. False if the work was stopped.
  [[nodiscard]] bool ReadText(std::size_t read, std::size_t bytes) const {
    return work_ == nullptr || work_->ReadText(read, bytes);
  }
  /// Q12 logit of the bit; the inputs and selectors are there.
  std::int32_t MixBit(Lane& lane, const FinalSituation& situation);
  void LearnMixing(Lane& lane, unsigned bit);
  void EndByte(Lane& lane);
  void PassByte(Lane& lane);
  /// `follows`: whether the match models look for what may come next, or only remember.
  template <bool follows>
  void AppendByte(Lane& lane, std::uint8_t byte);
  [[gnu::always_inline]] std::uint32_t MatchHash(const Lane& lane, unsigned m) const {
    const unsigned minimum = matches_[m].minimum();
    const std::uint64_t last8 = lane.history.last8;
    return minimum < 8 ? HashContext(minimum, last8 << (64 - 8 * minimum))
                       : HashContext(minimum, last8, lane.history.position > 16 ? 1 : 0);
  }
  void HashContexts(Lane& lane, unsigned last_bit);
  void PrepareHalf(Lane& lane, std::uint32_t partial);
  void PrepareByte(Lane& lane, std::uint32_t seven);
  void StartByte(Lane& lane, unsigned last_bit);
  void FindSlots(Lane& lane);
  Status PrimeWithText(std::span<const std::uint8_t> text);
  Status PrimeWithPhrases(std::span<const std::uint8_t> text);

  const std::array<std::array<std::uint8_t, 256>, 2> next_;
  HistoryTable table_;
  ByteStore store_;
  std::vector<std::uint32_t> history_map_;  // [context][state], packed as in AdaptiveMap
  std::vector<std::uint32_t> run_map_;      // [context][run class][bit]
  std::array<std::uint8_t, 256> sure_{};
  std::array<std::uint8_t, 256> run_class_{};
  AdaptiveMap order1_;
  std::vector<MatchModel> matches_;
  Weights weights_;
  Final final_mixing_;
  [[no_unique_address]] ControlMixing control_;
  FinalMap final0_;
  FinalMap final1_;
  FinalMap final2_;
  std::int32_t rate_ = kFirstRate;
  std::vector<Lane> lanes_;
  External external_;
  Work* work_;
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_MIXING_MODEL_H_
