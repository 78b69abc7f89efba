#include "codecs/tokens/tolerant_coder.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include "coding/log2.h"

namespace llmzip {
namespace {

constexpr unsigned kBits = ToleranceGrid::kProbabilityBits;
constexpr std::int32_t kOneBit = 1 << 16;
constexpr std::int32_t kLeastMass = 8 * kOneBit;  // log2 of the least mass that the smaller side of an edge may have
constexpr std::uint64_t kFinePerNat = 94548;

// The part of the state on which encoder and decoder agree on the way down the tree: the share of 2^k that the
// remaining ids have, and whether it is known.
class Descent {
 public:
  explicit Descent(unsigned k) : mass_(static_cast<std::int32_t>(k) * kOneBit) {}

  // How far from even odds edges may lie. If not above 0, decisions are coded by the number of ids.
  [[nodiscard]] std::int32_t reach() const { return blind_ ? 0 : mass_ - kLeastMass; }

  // The unlikely side of an outermost bin may have almost no mass, so its share is not known from then on.
  void Follow(const ToleranceGrid::Bin& bin, bool bit) {
    blind_ = blind_ || (bin.lowest && bit) || (bin.highest && !bit);
    mass_ += FineLog2Q16(bit ? bin.p1 : (1U << kBits) - bin.p1) - static_cast<std::int32_t>(kBits) * kOneBit;
  }

  void Lose() { blind_ = true; }

 private:
  std::int32_t mass_;
  bool blind_ = false;
};

// P(1) in proportion to the number of ids on either side.
std::uint32_t ByCount(std::uint32_t zeros, std::uint32_t ones) {
  return static_cast<std::uint32_t>((std::uint64_t{ones} << kBits) / (zeros + ones));
}

// P(1) of one decision: that of its bin, or by counts if the share is not known. `find` returns the bin.
template <typename Find>
std::uint32_t Decide(Descent& descent, std::uint32_t zeros, std::uint32_t ones, const Find& find,
                     ToleranceGrid::Bin* bin) {
  *bin = {0, UINT32_MAX, true, true};
  if (descent.reach() > 0) *bin = find(descent.reach());
  if (!bin->only()) return bin->p1;
  descent.Lose();
  return ByCount(zeros, ones);
}

std::uint64_t SquareRoot(std::uint64_t square) {
  std::uint64_t root = 0;
  for (std::uint64_t bit = std::uint64_t{1} << 31; bit > 0; bit >>= 1) {
    if ((root + bit) * (root + bit) <= square) root += bit;
  }
  return root;
}

// How much the rounding of frequencies may change log-odds, beyond the difference of the logits. Only the encoder uses
// this; the decoder need not know it. A rounded frequency differs between machines if its share crosses a whole number;
// with a difference of E that happens to one in 1 / (E * share) frequencies. The sum over a mass m then changes by
// about the root of E * m; five times that is used to be safe, limited to one per id. The rest that rounding leaves
// belongs to the likeliest id; if the two likeliest are nearly equal, either of them may have got it.
class RoundingMargin {
 public:
  RoundingMargin(FrequencyRow row, unsigned k, std::uint32_t millionths) : row_(row), millionths_(millionths) {
    for (Symbol id = 1; id < row.size(); ++id) {
      if (row[id] > row[first_]) {
        second_ = first_;
        first_ = id;
      } else if (second_ == first_ || row[id] > row[second_]) {
        second_ = id;
      }
    }
    const std::uint64_t apart = row[first_] - row[second_];
    tie_ = apart <= row.size() + Millionths(2 * std::uint64_t{row[first_]});
    rest_ = std::min<std::uint64_t>(row.size(), Crossings(std::uint64_t{1} << k));
  }

  // The margin for the ids [begin, end), which have `mass`.
  [[nodiscard]] std::uint64_t Of(Symbol begin, Symbol end, std::uint64_t mass) const {
    const auto within = [&](Symbol id) { return id >= begin && id < end; };
    std::uint64_t moved = std::min<std::uint64_t>(end - begin, Crossings(mass));
    if (within(first_)) moved += rest_;
    if (tie_ && within(first_) != within(second_)) moved += row_.size();
    return moved * kFinePerNat / mass + 1;
  }

 private:
  [[nodiscard]] std::uint64_t Millionths(std::uint64_t of) const { return of * millionths_ / 1'000'000; }
  [[nodiscard]] std::uint64_t Crossings(std::uint64_t mass) const { return SquareRoot(25 * Millionths(mass)) + 1; }

  FrequencyRow row_;
  std::uint32_t millionths_;
  Symbol first_ = 0;
  Symbol second_ = 0;
  bool tie_ = false;
  std::uint64_t rest_ = 0;
};

}  // namespace

void SmallNumberCoder::Encode(std::uint32_t number, RangeEncoder& encoder) {
  const unsigned bits = static_cast<unsigned>(std::bit_width(number + 1)) - 1;
  assert(bits <= kMostBits);
  for (unsigned i = 0; i < std::min(bits + 1, kMostBits); ++i) longer_[i].Encode(i < bits, encoder);
  for (unsigned i = bits; i-- > 0;) encoder.EncodeBit(((number + 1) >> i & 1U) != 0, 1, 1);
}

std::uint32_t SmallNumberCoder::Decode(RangeDecoder& decoder) {
  unsigned bits = 0;
  while (bits < kMostBits && longer_[bits].Decode(decoder)) ++bits;
  std::uint32_t value = 1;
  for (unsigned i = 0; i < bits; ++i) value = 2 * value + (decoder.DecodeBit(1, 1) ? 1 : 0);
  return value - 1;
}

void TolerantEncoder::Encode(FrequencyRow row, Symbol symbol) {
  const RoundingMargin rounding(row, k_, grid_.millionths());
  Symbol low = 0;
  auto high = static_cast<Symbol>(row.size());
  std::uint32_t mass = SumOf(row);
  for (bool first = true; high - low > 1; first = false) {
    const Symbol middle = low + (high - low) / 2;
    const std::uint32_t zeros = SumOf(row.subspan(low, middle - low));
    const std::uint32_t ones = mass - zeros;
    const bool bit = symbol >= middle;
    const std::uint64_t margin = grid_.margin() + rounding.Of(low, middle, zeros) + rounding.Of(middle, high, ones);
    waiting_.push_back({FineLog2Q16(ones) - FineLog2Q16(zeros),
                        static_cast<std::uint32_t>(std::min<std::uint64_t>(margin, UINT32_MAX - 1)), middle - low,
                        high - middle, bit, first});
    (bit ? low : high) = middle;
    mass = bit ? ones : zeros;
  }
  if (++symbols_ == grid_.run_length()) CodeRun();
}

// Calls visit(decision, P(1), distance from the nearest edge) for each decision until it returns false.
template <typename Visit>
bool TolerantEncoder::Walk(Decisions decisions, std::uint32_t seed, const Visit& visit) const {
  SplitMix64 dither(seed);
  Descent descent(k_);
  for (const Decision& decision : decisions) {
    if (decision.first) descent = Descent(k_);
    ToleranceGrid::Bin bin;
    const std::uint32_t p1 = Decide(
        descent, decision.zeros, decision.ones,
        [&](std::int32_t reach) {
          return grid_.Find(static_cast<std::uint32_t>(dither.Bits(ToleranceGrid::kDitherBits)), decision.log_odds,
                            reach);
        },
        &bin);
    if (!visit(decision, p1, bin.distance)) return false;
    if (!bin.only()) descent.Follow(bin, decision.bit);
  }
  return true;
}

TolerantEncoder::Decisions TolerantEncoder::First(std::uint32_t symbols) const {
  std::size_t end = 0;
  while (end < waiting_.size() && (!waiting_[end].first || symbols-- > 0)) ++end;
  return Decisions(waiting_).first(end);
}

// Finds the longest run of waiting symbols that some seed protects, trying `most` seeds for each length.
bool TolerantEncoder::FindSeed(std::uint32_t most, RunHead* head, std::uint32_t* symbols) const {
  const auto safe = [](const Decision& decision, std::uint32_t /*p1*/, std::uint32_t distance) {
    return distance > decision.margin;
  };
  for (head->halvings = 0; grid_.run_length() >> head->halvings > 0; ++head->halvings) {
    *symbols = std::min(symbols_, grid_.run_length() >> head->halvings);
    const Decisions run = First(*symbols);
    for (head->seed = 0; head->seed < most; ++head->seed) {
      if (Walk(run, head->seed, safe)) return true;
    }
  }
  return false;
}

void TolerantEncoder::CodeRun() {
  RunHead head;
  std::uint32_t symbols = 0;
  constexpr std::uint32_t kFewSeeds = 1U << 10;
  constexpr std::uint32_t kManySeeds = 1U << 16;
  if (!FindSeed(kFewSeeds, &head, &symbols) && !FindSeed(kManySeeds, &head, &symbols)) {
    --head.halvings;
    head.seed = 0;
    ++unprotected_;
  }
  halvings_.Encode(head.halvings, encoder_);
  seeds_.Encode(head.seed, encoder_);
  const Decisions run = First(symbols);
  Walk(run, head.seed, [&](const Decision& decision, std::uint32_t p1, std::uint32_t /*distance*/) {
    encoder_.EncodeBit(decision.bit, p1, kBits);
    return true;
  });
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(run.size()));
  symbols_ -= symbols;
}

void TolerantEncoder::Finish() {
  while (symbols_ > 0) CodeRun();
}

Symbol TolerantDecoder::Decode(FrequencyRow row) {
  if (left_ == 0) {
    const std::uint32_t halvings = halvings_.Decode(decoder_);
    left_ = std::max(1U, halvings < 32 ? grid_.run_length() >> halvings : 0);
    dither_ = SplitMix64(seeds_.Decode(decoder_));
  }
  --left_;
  Descent descent(k_);
  Symbol low = 0;
  auto high = static_cast<Symbol>(row.size());
  std::uint32_t mass = SumOf(row);
  while (high - low > 1) {
    const Symbol middle = low + (high - low) / 2;
    const std::uint32_t zeros = SumOf(row.subspan(low, middle - low));
    const std::uint32_t ones = mass - zeros;
    ToleranceGrid::Bin bin;
    const std::uint32_t p1 = Decide(
        descent, middle - low, high - middle,
        [&](std::int32_t reach) {
          return grid_.Find(static_cast<std::uint32_t>(dither_.Bits(ToleranceGrid::kDitherBits)),
                            FineLog2Q16(ones) - FineLog2Q16(zeros), reach);
        },
        &bin);
    const bool bit = decoder_.DecodeBit(p1, kBits);
    if (!bin.only()) descent.Follow(bin, bit);
    (bit ? low : high) = middle;
    mass = bit ? ones : zeros;
  }
  return low;
}

}  // namespace llmzip
