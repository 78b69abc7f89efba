// The shapes that make the strengths of MixingPredictor different. Everything here is part of the format. Constants.
#ifndef LLMZIP_PREDICTORS_CM_STRENGTHS_H_
#define LLMZIP_PREDICTORS_CM_STRENGTHS_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "predictors/cm/context_sets.h"
#include "predictors/cm/external_model.h"
#include "predictors/shape.h"

namespace llmzip::cm {

struct Standard {
  using External = NoExternalModel;
  using Contexts = StandardContexts;
  static constexpr bool kDeterminism = false;  // a third input per bit history
  static constexpr bool kEarly = true;         // contexts are hashed before the last bit of a byte
  static constexpr unsigned kSets = 2;
  static constexpr unsigned kBytesPerLine = 12;
  static constexpr int kInitialWeight = 600;
  static constexpr int kFinalLearningShift = 22;
  static constexpr unsigned kFirstRunContext = 2;  // contexts before this one have no run input
  static constexpr std::int32_t kSmallMiss = 100000;
  static constexpr bool kThreeFinalMaps = false;
  static constexpr std::array<unsigned, 1> kMatchMinimum = {5};
  static constexpr unsigned kMaxLineBits = 21;
  static constexpr unsigned kMaxStoreBits = 25;
  static constexpr unsigned kMatchBits = 18;
};

struct Maximum {
  using External = NoExternalModel;
  using Contexts = MaximumContexts;
  static constexpr bool kDeterminism = true;
  static constexpr bool kEarly = false;
  static constexpr unsigned kSets = 6;
  static constexpr unsigned kBytesPerLine = 6;
  static constexpr int kInitialWeight = 300;
  static constexpr int kFinalLearningShift = 23;
  static constexpr unsigned kFirstRunContext = 0;
  static constexpr std::int32_t kSmallMiss = 10000;
  static constexpr bool kThreeFinalMaps = true;
  static constexpr std::array<unsigned, 3> kMatchMinimum = {4, 7, 16};
  static constexpr unsigned kMaxLineBits = 23;
  static constexpr unsigned kMaxStoreBits = 26;
  static constexpr unsigned kMatchBits = 20;
};

// With tables for what a primer of many megabytes, or a large block, has to say.
struct Huge : Maximum {
  static constexpr unsigned kMaxLineBits = 24;
  static constexpr unsigned kMatchBits = 22;
};

// The same with another predictor among the models.
template <typename Strength>
struct WithExternal : Strength {
  using External = ExternalModel;
};

// And with an opinion that is told.
template <typename Strength>
struct WithToldOpinion : Strength {
  using External = ToldOpinion;
};

// How many powers of two a table needs for a block of raw_size bytes.
inline unsigned BitsFor(std::uint64_t raw_size, std::uint64_t units_per_byte, unsigned least, unsigned most) {
  if (raw_size == PredictorShape::kUnknownSize) return most;
  const std::uint64_t units = std::min<std::uint64_t>(raw_size, std::uint64_t{1} << 40) * units_per_byte;
  return std::clamp<unsigned>(static_cast<unsigned>(std::bit_width(units)), least, most);
}

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_STRENGTHS_H_
