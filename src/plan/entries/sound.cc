// sound, sound:fast, sound:max: samples of sound.
#include "plan/entries/entries.h"
#include "plan/plan.h"
#include "predictors/sound/sound_predictor.h"

namespace llmzip {
namespace {

using sound::SoundStrength;

constexpr std::size_t kStrength = 0;
constexpr Choice kStrengths[] = {{"fast"}, {"", kSlow}, {"max", kSlow}};

constexpr Parameter StrengthParameter() {
  Parameter parameter = ChoiceOf("strength", Parameter::Place::kArgument, kStrengths);
  parameter.otherwise = static_cast<std::uint64_t>(SoundStrength::kStandard);
  return parameter;
}
constexpr Parameter kParameters[] = {StrengthParameter()};

SoundStrength StrengthOf(const Plan& plan) { return static_cast<SoundStrength>(plan.number(kStrength)); }

StatusOr<std::unique_ptr<Predictor>> MakeSound(const Plan& plan, const Shape& shape) {
  return sound::MakeSoundPredictor(StrengthOf(plan), shape);
}

StatusOr<std::uint64_t> SoundMemory(const Plan& plan, const Shape& /*shape*/) {
  return sound::SoundPredictorMemory(StrengthOf(plan));
}

StatusOr<Cost> SoundCost(const Plan& plan, const Shape& /*shape*/, Direction /*direction*/) {
  constexpr Cost kCosts[] = {{300'000, 1'000}, {600'000, 2'500}, {1'000'000, 8'000}};  // samples of one byte
  return kCosts[plan.number(kStrength)];
}

constexpr Entry kEntries[] = {
    {.name = "sound",
     .examples = "sound:fast sound sound:max",
     .summary = "samples of sound: least squares and long filters that learn as they go",
     .traits = kPredictsBits,
     .parameters = kParameters,
     .sample_size = 900,
     .memory = SoundMemory,
     .cost = SoundCost,
     .make_predictor = MakeSound},
};

}  // namespace

std::span<const Entry> SoundEntries() { return kEntries; }

}  // namespace llmzip
