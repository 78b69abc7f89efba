// cm, cm:fast, cm:max, cm:huge: context mixing; mix(CM,P): with an external model; primed(CM,text:NAME): after a text.
#include <algorithm>
#include <string>
#include <utility>

#include "plan/entries/checkpoint.h"
#include "plan/entries/entries.h"
#include "plan/entries/language.h"
#include "plan/entries/text.h"
#include "plan/plan.h"
#include "predictors/cm/fast/fast_predictor.h"
#include "predictors/cm/mixing_predictor.h"
#include "predictors/primed/primed_predictor.h"

namespace llmzip {
namespace {

// --- cm ---

constexpr std::size_t kStrength = 0;
enum Strength : std::uint64_t { kFast, kStandard, kMaximum, kHuge };
constexpr Traits kMixes = kTakesExternalModel | kPrimable | kSlow;
constexpr Choice kStrengths[] = {{"fast"}, {"", kMixes}, {"max", kMixes}, {"huge", kMixes}};

constexpr Parameter StrengthParameter() {
  Parameter parameter = ChoiceOf("strength", Parameter::Place::kArgument, kStrengths);
  parameter.otherwise = kStandard;
  return parameter;
}
constexpr Parameter kMixingParameters[] = {StrengthParameter()};

cm::MixingStrength StrengthOf(const Plan& plan) {
  switch (plan.number(kStrength)) {
    case kHuge:
      return cm::MixingStrength::kHuge;
    case kMaximum:
      return cm::MixingStrength::kMaximum;
    default:
      return cm::MixingStrength::kStandard;
  }
}

StatusOr<std::unique_ptr<Predictor>> MakeMixing(const Plan& plan, const Shape& shape) {
  if (plan.number(kStrength) == kFast) return cm::MakeFastPredictor(shape);
  return cm::MakeMixingPredictor(StrengthOf(plan), shape);
}

std::uint64_t MixingMemoryBytes(const Plan& plan, const Shape& shape, bool has_external) {
  if (plan.number(kStrength) == kFast) return cm::FastPredictorMemory(shape);
  return cm::MixingPredictorMemory(StrengthOf(plan), shape, has_external);
}

StatusOr<std::uint64_t> MixingMemory(const Plan& plan, const Shape& shape) {
  return MixingMemoryBytes(plan, shape, /*has_external=*/false);
}

Cost MixingCostOf(const Plan& plan, const Shape& shape, bool has_external) {
  constexpr std::uint64_t kNsPerByte[] = {500, 2'400, 8'000, 10'000};  // by strength
  constexpr std::uint64_t kExternalNsPerByte = 1'500;
  // Tables are allocated as zero pages, which cost time when they are first used.
  const std::uint64_t start = 50'000 + MixingMemoryBytes(plan, shape, has_external) / 16;
  return {start, kNsPerByte[plan.number(kStrength)] + (has_external ? kExternalNsPerByte : 0)};
}

StatusOr<Cost> MixingCost(const Plan& plan, const Shape& shape, Direction /*direction*/) {
  return MixingCostOf(plan, shape, /*has_external=*/false);
}

// --- mix(CM,P) ---

constexpr std::size_t kMixed = 0;
constexpr std::size_t kExternal = 1;
constexpr Parameter kMixParameters[] = {
    PlanOf("context mixing", Parameter::Place::kPart, {.one_of = kTakesExternalModel}),
    PlanOf("external model", Parameter::Place::kPart, {.one_of = kPredictsBytes | kPredictsTokens}),
};

StatusOr<std::unique_ptr<Predictor>> MakeMix(const Plan& plan, const Shape& shape) {
  if (IsLanguageModel(plan.plan(kExternal)))
    return MakeLanguagePredictor(plan.plan(kExternal), StrengthOf(plan.plan(kMixed)), shape);
  if (IsCheckpoint(plan.plan(kExternal)))
    return MakeMixedCheckpoint(plan.plan(kExternal), StrengthOf(plan.plan(kMixed)), shape);
  LLMZIP_ASSIGN_OR_RETURN(auto external, plan.plan(kExternal).MakePredictor(shape));
  return cm::MakeMixingPredictor(StrengthOf(plan.plan(kMixed)), shape, std::move(external));
}

StatusOr<std::string> MixEnvironment(const Plan& plan) { return plan.plan(kExternal).Environment(); }

StatusOr<std::uint64_t> MixMemory(const Plan& plan, const Shape& shape) {
  if (IsLanguageModel(plan.plan(kExternal)))
    return LanguageMemory(plan.plan(kExternal), StrengthOf(plan.plan(kMixed)), shape);
  if (IsCheckpoint(plan.plan(kExternal)))
    return MixedCheckpointMemory(plan.plan(kExternal), StrengthOf(plan.plan(kMixed)), shape);
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t external, plan.plan(kExternal).PredictorMemoryBytes(shape));
  return SaturatingAdd(external, MixingMemoryBytes(plan.plan(kMixed), shape, /*has_external=*/true));
}

StatusOr<Cost> MixCost(const Plan& plan, const Shape& shape, Direction direction) {
  LLMZIP_ASSIGN_OR_RETURN(const Cost external, plan.plan(kExternal).PredictorCost(shape, direction));
  return external + MixingCostOf(plan.plan(kMixed), shape, /*has_external=*/true);
}

// --- primed(P,text:NAME) ---

constexpr std::size_t kPrimedModel = 0;
constexpr std::size_t kPrimer = 1;
constexpr Parameter kPrimedParameters[] = {
    PlanOf("context mixing", Parameter::Place::kPart, {.one_of = kPrimable}),
    PlanOf("text", Parameter::Place::kPart, {.one_of = kIsText}),
};

// The text counts as part of the block where the sizes of tables are chosen.
Shape WithText(Shape shape, const Plan& text) {
  if (shape.raw_size != Shape::kUnknownSize) shape.raw_size = SaturatingAdd(shape.raw_size, BytesToRead(text));
  return shape;
}

StatusOr<std::unique_ptr<Predictor>> MakePrimed(const Plan& plan, const Shape& shape) {
  const Plan& primer = plan.plan(kPrimer);
  LLMZIP_ASSIGN_OR_RETURN(auto text, UnpackedText(primer));
  LLMZIP_ASSIGN_OR_RETURN(auto predictor, plan.plan(kPrimedModel).MakePredictor(WithText(shape, primer)));
  return std::unique_ptr<Predictor>(
      std::make_unique<PrimedPredictor>(std::move(predictor), std::move(text), BytesToRead(primer),
                                        IsPhrases(primer) ? PrimeMode::kPhrases : PrimeMode::kText));
}

StatusOr<std::string> PrimedEnvironment(const Plan& plan) { return plan.plan(kPrimedModel).Environment(); }

StatusOr<std::uint64_t> PrimedMemory(const Plan& plan, const Shape& shape) {
  const Plan& primer = plan.plan(kPrimer);
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t model,
                          plan.plan(kPrimedModel).PredictorMemoryBytes(WithText(shape, primer)));
  return SaturatingAdd(TextMemory(primer), model);
}

StatusOr<Cost> PrimedCost(const Plan& plan, const Shape& shape, Direction direction) {
  const Plan& primer = plan.plan(kPrimer);
  LLMZIP_ASSIGN_OR_RETURN(const Cost model, plan.plan(kPrimedModel).PredictorCost(WithText(shape, primer), direction));
  // Priming teaches the tables of context mixing alone, without predicting; from phrases they learn less.
  constexpr std::uint64_t kTextNsPerByte[] = {500, 500, 2'000, 3'000};  // by strength
  constexpr std::uint64_t kPhrasesNsPerByte = 250;
  const Plan& primed = plan.plan(kPrimedModel);
  const Plan& mixing = primed.entry().make_predictor == MakeMix ? primed.plan(kMixed) : primed;
  const std::uint64_t reading_ns = IsPhrases(primer) ? kPhrasesNsPerByte : kTextNsPerByte[mixing.number(kStrength)];
  return Cost{Cost{model.start_ns, reading_ns}.Total(BytesToRead(primer)), model.ns_per_byte};
}

constexpr Entry kEntries[] = {
    {.name = "cm",
     .examples = "cm:fast cm cm:max cm:huge",
     .summary = "context mixing, bit by bit: histories of many contexts, matches, words, records",
     .traits = kPredictsBits,
     .parameters = kMixingParameters,
     .sample_size = 6000,
     .memory = MixingMemory,
     .cost = MixingCost,
     .make_predictor = MakeMixing},
    {.name = "mix",
     .examples = "mix(cm,order2) mix(cm,net)",
     .summary = "context mixing with another predictor's opinion of each byte",
     .takes = "context mixing and a predictor of bytes or tokens: mix(cm,net), mix(cm:max,torch:NAME)",
     .traits = kPredictsBits | kPrimable | kSlow,
     .parameters = kMixParameters,
     .sample_size = 400,
     .memory = MixMemory,
     .cost = MixCost,
     .environment = MixEnvironment,
     .make_predictor = MakeMix},
    {.name = "primed",
     .examples = "primed(cm,text:primer;last=4000) primed(mix(cm:max,net),text:primer;last=300) "
                 "primed(cm:max,text:primer;last=4000;phrases)",
     .summary = "context mixing that has read a text beforehand: primed(cm,text:primer) all of it",
     .takes = "context mixing (cm, cm:max, cm:huge, mix) and a text: primed(cm:max,text:NAME)",
     .traits = kPredictsBits | kPrimed | kSlow,
     .parameters = kPrimedParameters,
     .sample_size = 400,
     .memory = PrimedMemory,
     .cost = PrimedCost,
     .environment = PrimedEnvironment,
     .make_predictor = MakePrimed},
};

}  // namespace

std::span<const Entry> ContextMixingEntries() { return kEntries; }

}  // namespace llmzip
