// FastDecision: how picture:fast decides one bit: fifteen opinions and a constant, mixed under two weight sets, refined
// by two maps.
//
// A slot is an adaptive probability: 22 bits above a count of 10 bits, exclusive or 2^31, so that a zeroed table says
// one half everywhere. fast.spec.md §2 defines everything. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_PICTURE_FAST_DECISION_H_
#define LLMZIP_PREDICTORS_PICTURE_FAST_DECISION_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "llmzip/predictor.h"
#include "predictors/cm/fast/int16x8.h"
#include "predictors/cm/logistic.h"

namespace llmzip::picture {

inline constexpr unsigned kOpinions = 15;
inline constexpr unsigned kFastFrequencyBits = 16;

struct alignas(16) FastWeights {
  std::array<std::int16_t, kOpinions + 1> of{};
};

/// One row of a map that refines probabilities: 33 of 20 bits, at logits half a unit apart.
struct FastRefinement {
  std::array<std::uint32_t, 33> at{};
};

inline FastWeights FirstFastWeights() {
  constexpr std::int16_t kFirstWeight = 1800;
  FastWeights weights;
  weights.of.fill(kFirstWeight);
  return weights;
}

inline FastRefinement FirstFastRefinement() {
  FastRefinement refinement;
  for (unsigned j = 0; j < 33; ++j) refinement.at[j] = cm::kSquash[1024 + 128 * j] >> 2;
  return refinement;
}

/// 2^16 / (n + 1.6), rounded down.
struct FastRates {
  std::array<std::uint16_t, 1024> of{};
  constexpr FastRates() {
    for (unsigned n = 0; n < 1024; ++n) of[n] = static_cast<std::uint16_t>(655360U / (10 * n + 16));
  }
};
inline constexpr FastRates kFastRates;

class FastDecision {
 public:
  using Slots = std::array<std::uint32_t*, kOpinions>;
  static constexpr std::uint32_t kCountLimit = 255;

  explicit FastDecision(BitCoder& coder, bool* learns) : coder_(coder), learns_(learns) {}

  bool Code(bool known, const Slots& slots, FastWeights& first, FastWeights& second, FastRefinement& third,
            FastRefinement& fourth) {
    alignas(16) std::array<std::int16_t, kOpinions + 1> opinions;
    for (unsigned i = 0; i < kOpinions; ++i) opinions[i] = cm::kStretch12[(*slots[i] ^ kHalf) >> 20];
    opinions[kOpinions] = kConstant;
    Vector low, high;
    std::memcpy(&low, opinions.data(), sizeof(low));
    std::memcpy(&high, opinions.data() + 8, sizeof(high));
    const std::int32_t sum = Vector::Dot(low, first.of.data(), second.of.data()) +
                             Vector::Dot(high, first.of.data() + 8, second.of.data() + 8);
    const std::int32_t logit = std::clamp(sum >> 15, -2047, 2047);
    const auto mixed = static_cast<std::int32_t>(cm::kSquash16[static_cast<std::uint32_t>(logit + 3072)]);
    const std::uint32_t place = static_cast<std::uint32_t>(logit + 2048) >> 7;
    const std::uint32_t part = static_cast<std::uint32_t>(logit + 2048) & 127U;
    const auto refined = [&](const FastRefinement& map) {
      return static_cast<std::int32_t>((map.at[place] * (128 - part) + map.at[place + 1] * part) >> 11);
    };
    const std::int32_t one = std::clamp((2 * mixed + refined(third) + refined(fourth) + 2) >> 2, 1, 65535);
    const bool bit = coder_.Code(known, static_cast<Frequency>(one));
    if (!*learns_) return bit;

    const std::int32_t error = (((bit ? 65536 : 0) - mixed) * 5) >> 4;
    Vector::Train(low, error, first.of.data());
    Vector::Train(high, error, first.of.data() + 8);
    Vector::Train(low, error, second.of.data());
    Vector::Train(high, error, second.of.data() + 8);
    const std::uint32_t nearer = part >= 64 ? place + 1 : place;
    Move(bit, third.at[nearer]);
    Move(bit, fourth.at[nearer]);
    for (std::uint32_t* slot : slots) Learn(bit, *slot);
    return bit;
  }

 private:
  using Vector = cm::fast::NativeInt16x8;
  static constexpr std::uint32_t kHalf = 1U << 31;
  static constexpr std::int16_t kConstant = 256;

  static void Move(bool bit, std::uint32_t& probability) {
    const auto distance = (bit ? 65535 * 16 : 0) - static_cast<std::int32_t>(probability);
    probability = static_cast<std::uint32_t>(static_cast<std::int32_t>(probability) + (distance >> 6));
  }
  static void Learn(bool bit, std::uint32_t& slot) {
    const std::uint32_t value = slot ^ kHalf;
    const std::uint32_t count = value & 1023U;
    const auto probability = static_cast<std::int64_t>(value >> 10);
    const std::int64_t moved = probability + ((((bit ? 4194303 : 0) - probability) * kFastRates.of[count]) >> 16);
    slot = (static_cast<std::uint32_t>(moved) << 10 | (count < kCountLimit ? count + 1 : count)) ^ kHalf;
  }

  BitCoder& coder_;
  bool* learns_;
};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_FAST_DECISION_H_
