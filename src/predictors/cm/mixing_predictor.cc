#include "predictors/cm/mixing_predictor.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/work_meter.h"
#include "coding/foreseeing.h"
#include "coding/reading.h"
#include "coding/run_coding_predictor.h"
#include "predictors/cm/adaptive_map.h"
#include "predictors/cm/bit_history.h"
#include "predictors/cm/byte_store.h"
#include "predictors/cm/context_sets.h"
#include "predictors/cm/final_map.h"
#include "predictors/cm/final_mixing.h"
#include "predictors/cm/hashing.h"
#include "predictors/cm/history_table.h"
#include "predictors/cm/lane_history.h"
#include "predictors/cm/match_model.h"
#include "predictors/cm/outside_opinion.h"
#include "predictors/cm/strengths.h"
#include "predictors/cm/table_reader.h"
#include "predictors/cm/weight_sets.h"

namespace llmzip::cm {
namespace {

template <typename Strength>
class MixingPredictor final : public RunCodingPredictor, public Foreseeing, public Reading {
 public:
  /// `outside` predicts bytes in as many lanes; null unless the strength has one.
  MixingPredictor(const PredictorShape& shape, std::unique_ptr<Predictor> outside)
      : next_{BitHistories().next},
        table_(LineBits(shape.raw_size)),
        store_(StoreBits(shape.raw_size), shape.lanes),
        order1_(std::size_t{1} << 16, 1023),
        weights_(kSelectorRows, kUsedInputs, Strength::kInitialWeight),
        final_mixing_(MakeFinalMixing()),
        final0_(Strength::kThreeFinalMaps ? 1024 : 1, kFinalRate),
        final1_(Strength::kThreeFinalMaps ? std::size_t{1} << 16 : 1, kFinalRate),
        final2_(kFinalHash, kFinalRate),
        lanes_(shape.lanes),
        outside_(std::move(outside)) {
    if constexpr (kOutside) weights_.SetInitial(kFirstOutside, Outside::kInitialWeight);
    history_map_.resize(std::size_t{kContexts} * 256);
    for (std::size_t i = 0; i < history_map_.size(); ++i) history_map_[i] = BitHistories().prior[i % 256] << 10;
    run_map_.assign(std::size_t{kContexts} * 128, 3U << 30);
    for (unsigned state = 1; state < 256; ++state) {
      sure_[state] = BitHistories().zeros[state] == 0 ? 1 : BitHistories().ones[state] == 0 ? 2 : 0;
    }
    constexpr std::array<unsigned, 15> kRunSteps = {1, 2, 3, 4, 5, 7, 9, 12, 16, 24, 32, 48, 64, 128, 255};
    for (unsigned n = 0; n < 256; ++n) {
      run_class_[n] = static_cast<std::uint8_t>(std::ranges::upper_bound(kRunSteps, n) - kRunSteps.begin());
    }
    for (unsigned minimum : Strength::kMatchMinimum) matches_.emplace_back(minimum, MatchBits(shape.raw_size));
    for (unsigned l = 0; l < shape.lanes; ++l) {
      lanes_[l].next_position = l;
      if constexpr (Strength::kEarly) PrepareByte(lanes_[l], 0);
      StartByte(lanes_[l], 0);
    }
  }

  [[nodiscard]] std::uint32_t alphabet_size() const override { return 2; }
  [[nodiscard]] unsigned frequency_bits() const override { return kProbabilityBits; }
  [[nodiscard]] unsigned lanes() const override { return static_cast<unsigned>(lanes_.size()); }

  void Predict(std::span<Frequency> frequencies) override {
    assert(frequencies.size() % 2 == 0 && frequencies.size() / 2 <= lanes_.size());
    if (lanes_[0].bit == 0) outside_.Ask(lanes_, frequencies.size() / 2);
    for (std::size_t l = 0; l < frequencies.size() / 2; ++l) {
      const std::uint32_t one = PredictBit(lanes_[l]);
      frequencies[2 * l] = (1U << kProbabilityBits) - one;
      frequencies[2 * l + 1] = one;
    }
  }

  void Update(std::span<const Symbol> symbols) override {
    assert(symbols.size() <= lanes_.size());
    for (std::size_t l = 0; l < symbols.size(); ++l) LearnBit(lanes_[l], symbols[l] & 1U);
    if (lanes_[0].bit == 0) outside_.Tell(lanes_, symbols.size());
  }

  void Foresee(std::span<const std::span<const std::uint8_t>> lanes) override { outside_.Foresee(lanes); }

  // Tables and match models alone learn, through the first lane; nothing is mixed, and no outside predictor asked.
  void Read(std::span<const std::uint8_t> text, Matter matter) override;

  // The coder is copied in and out, so that its state may live in registers.
  void EncodeRun(std::span<const std::uint8_t> bytes, RangeEncoder* encoder) override {
    RangeEncoder own = *encoder;
    Lane& lane = lanes_[0];
    for (const std::uint8_t byte : bytes) {
      // Who knows the byte need not wait for its bits to fetch the second half's lines.
      for (const std::uint32_t hash : lane.hashes)
        table_.Prefetch(HistoryTable::Neighbour(HashNibble(hash, 8U | byte >> 5), (byte >> 4) & 1U));
      outside_.Ask(lanes_, 1);
      for (unsigned place = 8; place-- > 0;) {
        const unsigned bit = (byte >> place) & 1U;
        own.EncodeBit(bit != 0, PredictBit(lane), kProbabilityBits);
        LearnBit(lane, bit);
      }
      outside_.Tell(lanes_, 1);
    }
    *encoder = own;
  }

  void DecodeRun(std::span<std::uint8_t> bytes, RangeDecoder* decoder) override {
    RangeDecoder own = *decoder;
    Lane& lane = lanes_[0];
    for (std::uint8_t& byte : bytes) {
      outside_.Ask(lanes_, 1);
      unsigned bits = 0;
      for (unsigned place = 8; place-- > 0;) {
        const unsigned bit = own.DecodeBit(PredictBit(lane), kProbabilityBits) ? 1 : 0;
        LearnBit(lane, bit);
        bits = bits * 2 + bit;
      }
      byte = static_cast<std::uint8_t>(bits);
      outside_.Tell(lanes_, 1);
    }
    *decoder = own;
  }

  static std::uint64_t Memory(const PredictorShape& shape) {
    constexpr std::uint64_t kSmallTables = std::uint64_t{8} << 20;  // maps, huge page alignment
    std::uint64_t rows = 0;
    for (const std::uint32_t r : kSelectorRows) rows += r;
    return (HistoryTable::kLineBytes << LineBits(shape.raw_size)) + (std::uint64_t{1} << StoreBits(shape.raw_size)) +
           kMatches * (sizeof(std::uint32_t) << MatchBits(shape.raw_size)) + rows * kInputs * sizeof(std::int16_t) +
           (FinalMap::kContextBytes * (1024 + 65536 + kFinalHash)) + kSmallTables +
           shape.lanes * (sizeof(Lane) + Outside::kBytesPerLane);
  }

  static unsigned LineBits(std::uint64_t raw_size) {
    return BitsFor(raw_size / Strength::kBytesPerLine, kContexts, 8, Strength::kMaxLineBits);
  }
  static unsigned StoreBits(std::uint64_t raw_size) { return BitsFor(raw_size, 1, 12, Strength::kMaxStoreBits); }
  static unsigned MatchBits(std::uint64_t raw_size) { return BitsFor(raw_size, 1, 10, Strength::kMatchBits); }

 private:
  static constexpr unsigned kContexts = Strength::Contexts::kCount;
  static constexpr unsigned kMatches = Strength::kMatchMinimum.size();
  static constexpr unsigned kPerContext = Strength::kDeterminism ? 4 : 3;
  using Outside = typename Strength::Outside;
  static constexpr bool kOutside = Outside::kInputs > 0;
  // Contexts' inputs, order 1, match models, a constant, the outside opinion.
  static constexpr unsigned kFirstOutside = kPerContext * kContexts + 2 + 2 * kMatches + 1;
  static constexpr unsigned kUsedInputs = kFirstOutside + Outside::kInputs;
  static constexpr unsigned kInputs = (kUsedInputs + 31) / 32 * 32;
  static constexpr unsigned kOwnSets = Strength::kSets;
  static constexpr unsigned kSets = kOwnSets + Outside::kSelectorRows.size();
  static constexpr std::array<std::uint32_t, kSets> kSelectorRows = [] {
    std::array<std::uint32_t, kSets> rows{(kContexts + 1) * 256, 4 * 256};
    if constexpr (kOwnSets > 2) {
      rows[2] = 256;
      rows[3] = 16 * 256;
      rows[4] = 2048;
      rows[5] = 2048;
    }
    std::ranges::copy(Outside::kSelectorRows, rows.begin() + kOwnSets);
    return rows;
  }();
  static constexpr std::uint32_t kFinalHash = 1U << 13;

  static constexpr std::size_t kBytesBetweenLooks = 1U << 14;  // at the meter, while reading
  static constexpr std::uint32_t kHistoryLimit = 255;
  static constexpr std::uint32_t kRunLimit = 1023;
  static constexpr unsigned kFinalRate = 6;
  // The first layer's learning rate decays from the first to the last, a step a byte.
  static constexpr std::int32_t kFirstRate = 14 << 16;
  static constexpr std::int32_t kLastRate = 2 << 16;
  static constexpr int kRateDecay = 12;

  using Weights = WeightSets<kSets, kInputs>;
  using Final = std::conditional_t<kOutside, JointFinalMixing<kOwnSets, kSets, Outside::kTrusts>, FinalMixing<kSets>>;

  static Final MakeFinalMixing() {
    if constexpr (kOutside)
      return Final(Outside::kInitialFinalWeights);
    else
      return Final();
  }

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
    [[no_unique_address]] typename Outside::View outside;
  };

  // The two bits that may follow the same bits are neighbours.
  static std::uint32_t FinalContext(const Lane& lane, std::uint32_t partial) {
    return ((lane.final_hash + (partial >> 1) * 0x7A9AU) & (kFinalHash - 1)) ^ (partial & 1U);
  }
  TaughtTables Taught() {
    return {table_,          next_,     history_map_.data(), kHistoryLimit,
            run_map_.data(), kRunLimit, run_class_,          Strength::kFirstRunContext};
  }
  std::uint32_t PredictBit(Lane& lane);
  void LearnBit(Lane& lane, unsigned bit);
  void EndByte(Lane& lane);
  /// `follows`: whether the match models look for what may come next, or only remember.
  template <bool follows>
  void AppendByte(Lane& lane, std::uint8_t byte);
  void HashContexts(Lane& lane, unsigned last_bit);
  void PrepareHalf(Lane& lane, std::uint32_t partial);
  void PrepareByte(Lane& lane, std::uint32_t seven);
  void StartByte(Lane& lane, unsigned last_bit);
  void FindSlots(Lane& lane);
  void ReadText(std::span<const std::uint8_t> text);
  void ReadPhrases(std::span<const std::uint8_t> text);

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
  FinalMap final0_;
  FinalMap final1_;
  FinalMap final2_;
  std::int32_t rate_ = kFirstRate;
  std::vector<Lane> lanes_;
  Outside outside_;
};

template <typename Strength>
std::uint32_t MixingPredictor<Strength>::PredictBit(Lane& lane) {
  std::int16_t* const inputs = lane.inputs.data();
  const std::uint32_t node = lane.node;
  const std::uint32_t partial = lane.partial;
  const unsigned bit = lane.bit;
  const std::uint32_t c1 = lane.history.last(1);
  const std::uint32_t final2_context = FinalContext(lane, partial);
  if constexpr (Strength::kThreeFinalMaps) final1_.Prefetch(c1 << 8 | partial);
  final2_.Prefetch(FinalContext(lane, partial * 2));  // the next bit's, whatever this one is
  final2_.Prefetch(FinalContext(lane, partial * 2 + 1));

  const std::uint32_t* const history_map = history_map_.data();
  unsigned hits = 0;
  for (unsigned i = 0; i < kContexts; ++i) {
    const std::uint32_t state = lane.states[i][node];
    const std::uint32_t entry = i * 256 + state;
    lane.history_entry[i] = entry;
    const std::uint32_t p = history_map[entry] >> 20;
    const int seen = state != 0 ? -1 : 0;
    const int logit = kStretch12[p] & seen;
    hits += state != 0 ? 1 : 0;
    inputs[i] = static_cast<std::int16_t>(logit);
    inputs[kContexts + i] = static_cast<std::int16_t>(((static_cast<int>(p) - 2048) >> 1) & seen);
    if constexpr (Strength::kDeterminism)
      inputs[3 * kContexts + i] = static_cast<std::int16_t>(sure_[state] != 0 ? logit : 0);
  }
  std::uint32_t expected_ones = 0;
  for (std::uint32_t active = lane.run_active; active != 0; active &= active - 1) {
    const auto i = static_cast<unsigned>(std::countr_zero(active));
    const std::uint32_t entry = lane.run_base[i] + bit;
    lane.run_entry[i] = entry;
    const int half = kStretch12[run_map_[entry] >> 20] >> 1;
    const std::uint32_t expected_bit = (lane.expected[i] >> (7 - bit)) & 1U;
    expected_ones |= expected_bit << i;
    const int sign = static_cast<int>(expected_bit) - 1;  // 0 or -1
    inputs[2 * kContexts + i] = static_cast<std::int16_t>((half ^ sign) - sign);
  }
  lane.run_ones = expected_ones;
  unsigned k = kPerContext * kContexts;
  lane.order1_context = c1 << 8 | partial;
  const std::uint32_t p1 = order1_.Probability(lane.order1_context) >> 10;
  inputs[k++] = kStretch12[p1];
  inputs[k++] = static_cast<std::int16_t>((static_cast<int>(p1) - 2048) >> 1);
  for (unsigned m = 0; m < kMatches; ++m, k += 2) matches_[m].Predict(lane.followers[m], partial, bit, inputs + k);
  inputs[k] = 256;

  const MatchModel::Follower& longest = lane.followers[kMatches - 1];
  const std::uint32_t agreed = longest.context == 0 ? 0 : longest.agreed + 1;
  const std::uint32_t match_class = agreed == 0 ? 0 : agreed < 16 ? 1 : agreed < 32 ? 2 : 3;
  auto& row = lane.choice.row;
  row[0] = hits << 8 | partial;
  row[1] = match_class * 256 + c1;
  outside_.Predict(lane.outside, partial, bit, inputs + kFirstOutside, row.data() + kOwnSets,
                   lane.final.inputs.data() + kSets);
  if constexpr (kOwnSets > 2) {
    const LaneHistory& h = lane.history;
    row[2] = h.last(1);
    row[3] = MatchModel::Confidence(longest) * 256 + (agreed != 0 ? longest.expected - 256 : 0);
    row[4] = h.is_text() ? (h.shape & 0xFFU) << 3 | bit : (h.x86.place() & 0x7FU) << 3 | bit | 1024U;
    row[4] &= 2047U;
    row[5] = ((h.last8 >> 8) & 0xFFU) << 3 | bit;
  }
  weights_.Mix(inputs, lane.choice);
  std::ranges::copy(lane.choice.logit, lane.final.inputs.begin());
  const int logit = final_mixing_.Mix(lane.final, {partial, c1, outside_.Trust(lane.outside)}) >> 4;
  const std::uint32_t q2 = final2_.Refine(final2_context, logit, lane.final_cells[2]);
  std::uint32_t refined = q2 * 6;
  if constexpr (Strength::kThreeFinalMaps) {
    const std::uint32_t q0 = final0_.Refine(match_class << 8 | partial, logit, lane.final_cells[0]);
    const std::uint32_t q1 = final1_.Refine(c1 << 8 | partial, logit, lane.final_cells[1]);
    refined = q0 + q1 * 2 + q2 * 3;
  }
  const std::uint32_t one = outside_.Refine(lane.outside, logit, (lane.final.mixed * 2 + (refined << 6)) >> 3);
  lane.one = std::clamp<std::uint32_t>(one, 1, (1U << kProbabilityBits) - 1);
  return lane.one;
}

template <typename Strength>
void MixingPredictor<Strength>::LearnBit(Lane& lane, unsigned bit) {
  const std::uint32_t partial = lane.partial * 2 + bit;
  if (lane.bit == 2) {
    PrepareHalf(lane, partial);
  } else if (Strength::kEarly && lane.bit == 6) {
    PrepareByte(lane, partial * 2 & 0xFFU);
  }
  const std::int32_t target = bit != 0 ? (1 << 22) - 1 : 0;
  const std::int32_t miss = target - static_cast<std::int32_t>(lane.final.mixed);
  final_mixing_.Learn(lane.final, target, Strength::kFinalLearningShift);
  outside_.Learn(lane.outside, lane.one, bit);
  if (miss > Strength::kSmallMiss || miss < -Strength::kSmallMiss)
    weights_.Learn(lane.inputs.data(), lane.choice, bit, rate_);
  const std::uint8_t* const next = next_[bit].data();
  const std::uint32_t node = lane.node;
  for (unsigned i = 0; i < kContexts; ++i) {
    std::uint8_t& state = lane.states[i][node];
    state = next[state];
  }
  std::uint32_t* const history_map = history_map_.data();
  const std::uint32_t* const history_entry = lane.history_entry.data();
  for (unsigned i = 0; i < kContexts; ++i) cm::LearnBit(history_map[history_entry[i]], bit, kHistoryLimit);
  std::uint32_t* const run_map = run_map_.data();
  const std::uint32_t agrees = bit != 0 ? lane.run_ones : ~lane.run_ones;
  for (std::uint32_t active = lane.run_active; active != 0; active &= active - 1) {
    const auto i = static_cast<unsigned>(std::countr_zero(active));
    const std::uint32_t right = (agrees >> i) & 1U;
    cm::LearnBit(run_map[lane.run_entry[i]], right, kRunLimit);
    lane.inputs[2 * kContexts + i] &= static_cast<std::int16_t>(-static_cast<int>(right));
  }
  lane.run_active &= agrees;
  order1_.Learn(lane.order1_context, bit);
  for (unsigned m = 0; m < kMatches; ++m) matches_[m].Learn(lane.followers[m], bit);
  if constexpr (Strength::kThreeFinalMaps) {
    final0_.Learn(lane.final_cells[0], bit);
    final1_.Learn(lane.final_cells[1], bit);
  }
  final2_.Learn(lane.final_cells[2], bit);

  lane.partial = partial;
  lane.node = lane.node * 2 + bit;
  ++lane.bit;
  if (lane.bit == 4) {
    lane.node = 1;
    for (unsigned i = 0; i < kContexts; ++i)
      lane.states[i] = table_.Find(HistoryTable::Neighbour(lane.half_hashes[i], bit)).states;
  } else if (lane.bit == 8) {
    EndByte(lane);
    StartByte(lane, bit);
  }
}

template <typename Strength>
void MixingPredictor<Strength>::EndByte(Lane& lane) {
  const auto byte = static_cast<std::uint8_t>(lane.partial);
  for (unsigned i = 0; i < kContexts; ++i) CountRun(lane.runs[i], byte);
  AppendByte<true>(lane, byte);
  rate_ -= rate_ > kLastRate ? ((rate_ - kLastRate) >> kRateDecay) + 1 : 0;
}

template <typename Strength>
template <bool follows>
void MixingPredictor<Strength>::AppendByte(Lane& lane, std::uint8_t byte) {
  lane.history.Append(byte);
  store_.Write(lane.next_position, byte);
  for (unsigned m = 0; m < kMatches; ++m) {
    const unsigned minimum = matches_[m].minimum();
    const std::uint64_t last8 = lane.history.last8;
    const std::uint32_t hash = minimum < 8 ? HashContext(minimum, last8 << (64 - 8 * minimum))
                                           : HashContext(minimum, last8, lane.history.position > 16 ? 1 : 0);
    if constexpr (follows)
      matches_[m].NextByte(lane.followers[m], hash, lane.next_position, store_);
    else
      matches_[m].Remember(lane.followers[m], hash, lane.next_position);
  }
  lane.next_position += store_.lanes();
}

// While the fourth bit is coded, the lines it may lead to come from memory.
template <typename Strength>
void MixingPredictor<Strength>::PrepareHalf(Lane& lane, std::uint32_t partial) {
  for (unsigned i = 0; i < kContexts; ++i) {
    lane.half_hashes[i] = HashNibble(lane.hashes[i], partial);
    table_.PrefetchNeighbours(lane.half_hashes[i]);
  }
}

// And so while the last bit of a byte is coded.
template <typename Strength>
void MixingPredictor<Strength>::PrepareByte(Lane& lane, std::uint32_t seven) {
  if constexpr (Strength::kEarly) {
    const ContextView view{lane.history, store_, lane.next_position, 0, 0};
    Strength::Contexts::HashEarly(view, seven, lane.hashes.data());
    for (unsigned i = 0; i < kContexts; ++i) table_.PrefetchNeighbours(lane.hashes[i]);
  }
}

// Or, of those hashed early, what the last bit changes.
template <typename Strength>
void MixingPredictor<Strength>::HashContexts(Lane& lane, unsigned last_bit) {
  if constexpr (Strength::kEarly) {
    for (unsigned i = 0; i < kContexts; ++i) lane.hashes[i] = HistoryTable::Neighbour(lane.hashes[i], last_bit);
    if (Strength::Contexts::HashLate(lane.history, lane.hashes.data())) table_.Prefetch(lane.hashes[kContexts - 1]);
  } else {
    const MatchModel::Follower& match = lane.followers[0];
    const ContextView view{lane.history, store_, lane.next_position, match.expected,
                           match.expected != 0 ? MatchModel::Confidence(match) : 0};
    Strength::Contexts::Hash(view, lane.hashes.data());
    for (unsigned i = 0; i < kContexts; ++i) table_.Prefetch(lane.hashes[i]);
  }
}

template <typename Strength>
void MixingPredictor<Strength>::Read(std::span<const std::uint8_t> text, Matter matter) {
  if (matter == Matter::kPhrases)
    ReadPhrases(text);
  else
    ReadText(text);
  const std::uint32_t end = lanes_[0].next_position;
  for (unsigned l = 0; l < lanes_.size(); ++l) {
    lanes_[l].next_position = end + l;
    FindSlots(lanes_[l]);
  }
}

template <typename Strength>
void MixingPredictor<Strength>::ReadText(std::span<const std::uint8_t> text) {
  Lane& lane = lanes_[0];
  TableReader<kContexts, UINT32_MAX, true> reader(Taught());
  for (std::size_t n = 0; n < text.size(); ++n) {
    if (n % kBytesBetweenLooks == 0 && WorkMeter::GivesUp()) break;
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
}

template <typename Strength>
void MixingPredictor<Strength>::ReadPhrases(std::span<const std::uint8_t> text) {
  Lane& lane = lanes_[0];
  TableReader<kContexts, Strength::Contexts::kOfPhrases, false> reader(Taught());
  for (std::size_t n = 0; n < text.size(); ++n) {
    if (n % kBytesBetweenLooks == 0 && WorkMeter::GivesUp()) break;
    const std::uint8_t byte = text[n];
    reader.Take(lane.hashes, byte);
    PrepareByte(lane, byte & 0xFEU);
    AppendByte<false>(lane, byte);
    if constexpr (Strength::kEarly)
      HashContexts(lane, byte & 1U);
    else
      Strength::Contexts::HashOfPhrases({lane.history, store_, lane.next_position, 0, 0}, lane.hashes.data());
  }
  reader.Finish();
  if constexpr (!Strength::kEarly) HashContexts(lane, 0);  // all of them
}

template <typename Strength>
void MixingPredictor<Strength>::StartByte(Lane& lane, unsigned last_bit) {
  HashContexts(lane, last_bit);
  FindSlots(lane);
}

template <typename Strength>
void MixingPredictor<Strength>::FindSlots(Lane& lane) {
  lane.run_active = 0;
  for (unsigned i = 0; i < kContexts; ++i) {
    const HistoryTable::Slot slot = table_.Find(lane.hashes[i]);
    lane.states[i] = slot.states;
    lane.runs[i] = slot.run;
    lane.expected[i] = slot.run[0];
    lane.run_base[i] = i * 128 + run_class_[slot.run[1]] * 8U;
    lane.run_active |= (i >= Strength::kFirstRunContext && slot.run[1] != 0 ? 1U : 0U) << i;
    lane.inputs[2 * kContexts + i] = 0;
  }
  lane.partial = lane.node = 1;
  lane.bit = 0;
  lane.final_hash = HashContext(77, lane.history.last(3)) >> 8;
  final2_.Prefetch(FinalContext(lane, 1));
}

template <typename Strength>
std::unique_ptr<Predictor> Make(const PredictorShape& shape, std::unique_ptr<Predictor> outside) {
  if (outside == nullptr) return std::make_unique<MixingPredictor<Strength>>(shape, nullptr);
  return std::make_unique<MixingPredictor<WithOutside<Strength>>>(shape, std::move(outside));
}

template <typename Strength>
std::uint64_t MemoryOf(const PredictorShape& shape, bool has_outside) {
  return has_outside ? MixingPredictor<WithOutside<Strength>>::Memory(shape) : MixingPredictor<Strength>::Memory(shape);
}

}  // namespace

std::uint64_t MixingPredictorMemory(MixingStrength strength, const PredictorShape& shape, bool has_outside) {
  switch (strength) {
    case MixingStrength::kHuge:
      return MemoryOf<Huge>(shape, has_outside);
    case MixingStrength::kMaximum:
      return MemoryOf<Maximum>(shape, has_outside);
    case MixingStrength::kStandard:
      break;
  }
  return MemoryOf<Standard>(shape, has_outside);
}

std::unique_ptr<Predictor> MakeMixingPredictor(MixingStrength strength, const PredictorShape& shape,
                                               std::unique_ptr<Predictor> outside) {
  assert(outside == nullptr || (outside->alphabet_size() == 256 && outside->lanes() == shape.lanes));
  switch (strength) {
    case MixingStrength::kHuge:
      return Make<Huge>(shape, std::move(outside));
    case MixingStrength::kMaximum:
      return Make<Maximum>(shape, std::move(outside));
    case MixingStrength::kStandard:
      break;
  }
  return Make<Standard>(shape, std::move(outside));
}

}  // namespace llmzip::cm
