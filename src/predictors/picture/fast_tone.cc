#include "predictors/picture/fast_tone.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>

#include "predictors/picture/fast_index.h"
#include "predictors/picture/fast_levels.h"
#include "predictors/picture/fast_tone_parts.h"

namespace llmzip::picture {
namespace {

constexpr std::uint64_t kSamplesToForget = 4096;  // forgetting takes time: not after every tiny picture

std::uint32_t Pair(int high, int low) {
  return static_cast<std::uint32_t>(high) << 16 | static_cast<std::uint32_t>(low);
}

}  // namespace

FastTone::FastTone(std::span<std::uint32_t> shared, const bool* learns)
    : shared_(shared),
      learns_(learns),
      own_(std::size_t{kFirstRow.back()} * kNodes),
      values_(kValueSlots),
      by_energy_(std::size_t{24} * kNodes, FirstFastWeights()),
      by_place_(std::size_t{4 * 8} * kNodes, FirstFastWeights()),
      of_energy_(std::size_t{24} * kNodes, FirstFastRefinement()),
      of_values_(std::size_t{64} * 8, FirstFastRefinement()) {}

std::uint64_t FastTone::Memory() {
  return sizeof(FastTone) + cm::ZeroedArray<std::uint32_t>::BytesFor(std::uint64_t{kFirstRow.back()} * kNodes) +
         cm::ZeroedArray<std::uint8_t>::BytesFor(kValueSlots) + FastRanks::Memory() +
         std::uint64_t{56} * kNodes * sizeof(FastWeights) + std::uint64_t{24 * kNodes + 512} * sizeof(FastRefinement);
}

void FastTone::ForgetValues() {
  if (counted_ < kSamplesToForget) return;
  counted_ = 0;
  std::fill_n(values_.data(), kValueSlots, std::uint8_t{0});
  has_ranks_ = false;
}

std::uint32_t FastTone::Code(std::uint32_t known, const ToneSpot& spot, TonePlane& plane, FastDecision& decision) {
  if (spot.bits == 16 && !has_ranks_) {
    ranks_.Restart();
    has_ranks_ = true;
  }
  Neighbours n;
  Prediction p;
  Predict(spot, plane, n, p);
  FindContexts(spot, plane, n, p);
  const auto sample = static_cast<std::uint32_t>(CodeSample(known, p, decision)) & p.most;

  const std::ptrdiff_t x = spot.x;
  const int value = static_cast<int>(sample);
  const int scaled = value * (1 << p.fraction_bits);
  plane.samples.row(0)[x] = static_cast<std::uint16_t>(sample);
  plane.missed.row(0)[x] = scaled - p.corrected;
  auto& misses = plane.misses.row(0)[x];
  for (unsigned i = 0; i < kMostRules; ++i) {
    misses[i] = i < p.count ? static_cast<std::uint16_t>(std::min(std::abs(p.rules[i] - scaled), 65535)) : 0;
  }
  if (!*learns_) return sample;
  Bias& bias = *p.bias;
  bias.sum += scaled - p.blend;
  if (++bias.count >= 128) {
    bias.sum /= 2;
    bias.count /= 2;
  }
  std::uint8_t& seen = values_[ValueSlot(value, p)];
  if (seen < 255) ++seen;
  ++counted_;
  if (spot.bits == 16) ranks_.Add(sample);
  const int base = (n.w + n.n) >> 1;
  wide_.Learn(value - base);
  narrow_.Learn(value - base);
  return sample;
}

void FastTone::Predict(const ToneSpot& spot, const TonePlane& plane, Neighbours& n, Prediction& p) {
  const std::ptrdiff_t x = spot.x;
  const std::uint16_t* const r0 = plane.samples.row(0) + x;
  const std::uint16_t* const r1 = plane.samples.row(1) + x;
  const std::uint16_t* const r2 = plane.samples.row(2) + x;
  n = {r0[-1], r1[0], r1[-1], r1[1], r0[-2], r2[0], r2[1], r1[2], r1[-2], r2[-1], 0, 0, 0, 0, 0};
  p.fraction_bits = spot.bits == 8 ? 4 : 0;
  p.most = (1U << spot.bits) - 1;
  const int unit = 1 << p.fraction_bits;
  const int base = (n.w + n.n) >> 1;
  auto rules = [&](int w, int no, int nw, int ne, int nn, int nne, int offset) {
    p.rules[0] = (w + no - nw + offset) * unit;
    p.rules[1] = (w + ne - no + offset) * unit;
    p.rules[2] = (no + ne - nne + offset) * unit;
    p.rules[3] = ((2 * (w + no) + ne - nw) * unit >> 2) + offset * unit;
    p.rules[4] = (2 * no - nn + offset) * unit;
    p.rules[5] = (w + offset) * unit;
    p.rules[6] = (no + offset) * unit;
    p.count = 7;
  };
  const std::uint16_t* before[2][3] = {};
  for (unsigned b = 0; b < 2; ++b) {
    if (spot.before[b] == nullptr) continue;
    ++p.plane;
    for (unsigned r = 0; r < 3; ++r) before[b][r] = spot.before[b]->samples.row(r) + x;
  }
  FastFilter::Inputs wide{};
  FastFilter::Inputs narrow{};
  const std::array<int, 10> slopes = {n.w - n.n,  n.w - n.nw,   n.n - n.nw,   n.ne - n.n,   n.ww - n.w,
                                      n.nn - n.n, n.nee - n.ne, n.nww - n.nw, n.nne - n.ne, n.nnw - n.nw};
  for (unsigned i = 0; i < 10; ++i) wide[i] = slopes[i];
  narrow[0] = slopes[0];
  narrow[1] = slopes[1];
  narrow[2] = slopes[3];
  narrow[3] = slopes[4];
  narrow[4] = slopes[5];
  narrow[5] = slopes[6];
  const std::int32_t* const m0 = plane.missed.row(0) + x;
  const std::int32_t* const m1 = plane.missed.row(1) + x;
  narrow[6] = m0[-1] / 16.0;
  narrow[7] = m1[0] / 16.0;
  narrow[8] = m1[1] / 16.0;
  if (p.plane == 0) {
    rules(n.w, n.n, n.nw, n.ne, n.nn, n.nne, 0);
    const std::array<int, 6> more = {r0[-3] - n.ww, r1[3] - n.nee,  r1[-3] - n.nww,
                                     r2[2] - n.nee, r2[-2] - n.nww, r2[3] - r2[2]};
    for (unsigned i = 0; i < 6; ++i) wide[10 + i] = more[i];
    n.from_w = n.w;
    n.from_n = n.n;
    n.from_nw = n.nw;
    n.from_first_w = n.nw;
    n.from_first_n = n.ne;
  } else {
    const std::uint16_t* const b0 = before[0][0];
    const std::uint16_t* const b1 = before[0][1];
    const std::uint16_t* const b2 = before[0][2];
    p.before = b0[0];
    rules(n.w - b0[-1], n.n - b1[0], n.nw - b1[-1], n.ne - b1[1], n.nn - b2[0], n.nne - b2[1], p.before);
    p.rules[p.count++] = (n.w + n.n - n.nw) * unit;
    const std::array<int, 8> more = {b0[0] - b0[-1], b0[0] - b1[0],   b0[-1] - b1[-1], b1[0] - b1[-1],
                                     b1[1] - b1[0],  b0[-2] - b0[-1], b2[0] - b1[0],   b1[2] - b1[1]};
    for (unsigned i = 0; i < 8; ++i) wide[10 + i] = more[i];
    for (unsigned i = 0; i < 3; ++i) narrow[9 + i] = more[i];
    narrow[12] = more[4];
    n.from_w = n.w - b0[-1] + b0[0];
    n.from_n = n.n - b1[0] + b0[0];
    n.from_nw = n.nw - b1[-1] + b0[0];
    n.from_first_w = n.nw;
    n.from_first_n = n.ne;
    if (p.plane > 1) {
      const std::uint16_t* const f0 = before[1][0];
      const std::uint16_t* const f1 = before[1][1];
      p.first = f0[0];
      const std::array<int, 4> first = {f0[0] - f0[-1], f0[0] - f1[0], f0[-1] - f1[-1], f1[0] - f1[-1]};
      for (unsigned i = 0; i < 4; ++i) wide[18 + i] = first[i];
      for (unsigned i = 0; i < 3; ++i) narrow[13 + i] = first[i];
      n.from_first_w = n.w - f0[-1] + f0[0];
      n.from_first_n = n.n - f1[0] + f0[0];
    }
  }
  const double most = p.most;
  const auto add = [&](double distance) {
    const double value = std::clamp(base + distance, 0.0, most);
    p.rules[p.count++] = static_cast<int>(std::floor(value * unit + 0.5));
  };
  add(wide_.Predict(wide));
  add(narrow_.Predict(narrow));

  const auto* const e0 = plane.misses.row(0) + x;
  const auto* const e1 = plane.misses.row(1) + x;
  std::uint64_t weights = 0;
  std::int64_t sum = 0;
  std::uint32_t least = UINT32_MAX;
  for (unsigned i = 0; i < p.count; ++i) {
    const std::uint32_t missed = 2U * e0[-1][i] + 2U * e1[0][i] + e1[-1][i] + e1[1][i] + e0[-2][i] + e1[2][i] / 2U;
    if (missed < least) {
      least = missed;
      p.best = i;
    }
    const std::uint64_t square = (std::uint64_t{missed} + 8) * (missed + 8) >> 2;
    const std::uint64_t weight = square >> 30 != 0 ? 1 : (1U << 30) / static_cast<std::uint32_t>(square) + 1;
    weights += weight;
    sum += static_cast<std::int64_t>(weight) * p.rules[i];
  }
  p.blend = static_cast<int>(sum / static_cast<std::int64_t>(weights));
  p.least = static_cast<int>(least);
  p.around = 2 * std::abs(m0[-1]) + 2 * std::abs(m1[0]) + std::abs(m1[-1]) + std::abs(m1[1]) + std::abs(m0[-2]) +
             std::abs(m1[2]);
}

void FastTone::FindContexts(const ToneSpot& spot, const TonePlane& plane, const Neighbours& n, Prediction& p) {
  const std::ptrdiff_t x = spot.x;
  const int unit = 1 << p.fraction_bits;
  if (spot.bits == 16) {
    p.shift = static_cast<unsigned>(std::max(0, static_cast<int>(std::bit_width(static_cast<unsigned>(p.around))) - 5));
  }
  const unsigned lift = spot.bits == 16 ? 4 : 0;
  const auto scaled = [&](int distance) {
    return spot.bits == 16 ? static_cast<int>(std::int64_t{distance} * 16 >> p.shift) : distance;
  };
  const unsigned level = LevelOf((p.around << lift >> p.shift) >> 3);
  const unsigned energy = std::min(23U, level + p.shift);
  const unsigned best_energy = LevelOf(static_cast<int>((static_cast<std::uint64_t>(p.least) << lift >> p.shift) >> 3));
  p.energy = energy;

  const unsigned texture = (n.w > n.n ? 1U : 0U) | (n.n > n.nw ? 2U : 0U) | (n.w > n.nw ? 4U : 0U) |
                           (n.ne > n.n ? 8U : 0U) | (2 * n.w - n.ww > n.n ? 16U : 0U) |
                           (2 * n.n - n.nn > n.w ? 32U : 0U);
  p.bias = &biases_[texture * 16 + std::min(15U, energy)];
  const int correction = p.bias->count != 0 ? p.bias->sum / p.bias->count : 0;
  p.corrected = std::clamp(p.blend + correction, 0, static_cast<int>(p.most) * unit);
  p.middle = (p.corrected + unit / 2) >> p.fraction_bits;
  unsigned fraction = p.fraction_bits == 0 ? 8U : static_cast<unsigned>(p.corrected - p.middle * unit + 8);
  p.sparse = spot.bits == 16 && ranks_.AreSparse();
  if (p.sparse) {
    const auto gap = static_cast<int>(ranks_.Gap());
    const std::uint32_t below = ranks_.Below(static_cast<std::uint32_t>(std::max(0, p.middle - gap / 2)));
    p.rank = static_cast<int>(std::min(below, ranks_.count() - 1));
    const int nearest = static_cast<int>(ranks_.At(static_cast<std::uint32_t>(p.rank)));
    fraction = static_cast<unsigned>(std::clamp((nearest - p.middle) * 8 / gap, -8, 7) + 8);
  }

  int low = p.rules[0];
  int high = p.rules[0];
  for (unsigned i = 1; i < 5; ++i) {
    low = std::min(low, p.rules[i]);
    high = std::max(high, p.rules[i]);
  }
  const unsigned spread = LevelOf(std::min(scaled(high - low), 4000));
  const auto apart = [&](int rule) { return kApartTable.Of(scaled(rule - p.corrected)); };
  const auto value_apart = [&](int value) { return apart(value * unit); };
  const auto missed = [&](const TonePlane* of, std::ptrdiff_t dx, unsigned up) {
    return kMissedTable.Of((scaled(of->missed.row(up)[x + dx]) + 8) >> 4);
  };
  const auto near = [&](int value) {
    return static_cast<unsigned>(((value - p.middle) >> (p.shift > 4 ? p.shift - 4 : 0)) + 16) & 31U;
  };
  const unsigned before = spot.before[0] != nullptr ? missed(spot.before[0], 0, 0) : 7;
  const unsigned first = spot.before[1] != nullptr ? missed(spot.before[1], 0, 0) : 7;
  const unsigned w_missed = missed(&plane, -1, 0);
  const unsigned n_missed = missed(&plane, 0, 1);
  const unsigned parity = (static_cast<unsigned>(x) & 1U) | (spot.y & 1U) << 1;
  const unsigned in_block = (static_cast<unsigned>(x) & 7U) | spot.y << 3;
  const unsigned coarse = std::min(7U, energy / 3);
  const unsigned coarser = std::min(3U, energy / 5);
  const unsigned last = p.count - 1;
  std::array<unsigned, kOwnContexts> contexts;
  contexts[0] = energy * 16 + fraction;
  contexts[1] = p.plane != 0 ? (before * 15 + first) * 16 + fraction : best_energy * 16 + std::min(15U, spread);
  contexts[2] = w_missed * 15 + n_missed;
  contexts[3] = (apart(p.rules[last]) * 24 + energy) * 4 + parity;
  contexts[4] = (apart(p.rules[0]) * 16 + apart(p.rules[last - 1])) * 8 + coarse;
  contexts[5] = (p.plane != 0 ? before * 15 + (p.plane > 1 ? first : w_missed)
                              : missed(&plane, 1, 1) * 15 + missed(&plane, -1, 1)) *
                    4 +
                coarser;
  contexts[6] = (apart(p.rules[5]) * 15 + apart(p.rules[6])) * 4 + parity;
  contexts[7] = near(n.from_w) * 32 + near(p.plane > 1 ? n.from_first_w : n.from_nw);
  contexts[8] = in_block * 8 + coarse;
  contexts[9] = (coarse * 16 + apart(p.rules[p.best])) * 16 + fraction;
  contexts[10] = (apart(p.rules[1]) * 16 + apart(p.rules[2])) * 8 + coarse;
  contexts[11] = (value_apart(n.from_n) * 15 + value_apart(n.from_first_n)) * 4 + parity;
  for (unsigned i = 0; i + 1 < kOwnContexts; ++i) p.rows[i] = &own_[std::size_t{kFirstRow[i] + contexts[i]} * kNodes];
  std::uint32_t hash = FastHash(spot.bits * 4 + p.plane, static_cast<std::uint32_t>(p.middle));
  hash = FastHash(hash, static_cast<std::uint32_t>(p.before));
  hash = FastHash(hash, static_cast<std::uint32_t>(p.first) + (spot.alpha << 16));
  hash = FastHash(hash, Pair(n.w, n.n));
  p.line = hash;
  p.far_line = FastHash(FastHash(hash, Pair(n.nw, n.ne)), Pair(n.ww, n.nn));
  p.place = parity;

  static constexpr std::array<std::uint8_t, 24> kGolomb = {0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2,
                                                           2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 5, 5};
  if (spot.bits == 16) {
    const unsigned around = static_cast<unsigned>(p.around) / (p.sparse ? ranks_.Gap() : 1);
    p.golomb = static_cast<unsigned>(std::max(0, static_cast<int>(std::bit_width(around >> 3)) - 1));
  } else {
    p.golomb = p.plane != 0 ? 0 : kGolomb[energy];
  }
}

}  // namespace llmzip::picture
