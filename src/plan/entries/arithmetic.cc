#include "plan/entries/arithmetic.h"

#include "codecs/arithmetic/arithmetic_codec.h"
#include "plan/entries/checkpoint.h"
#include "plan/entries/entries.h"

namespace llmzip {
namespace {

constexpr std::size_t kPredictor = 0;
constexpr Parameter kParameters[] = {
    PlanOf("predictor", Parameter::Place::kArgument, {.one_of = kIsPredictor}),
};

StatusOr<std::unique_ptr<Codec>> Make(const Plan& plan, const Shape& shape) {
  return MakeArithmeticCodec(plan.plan(kPredictor), shape);
}

StatusOr<std::uint64_t> Memory(const Plan& plan, const Shape& shape) {
  return ArithmeticMemory(plan.plan(kPredictor), shape);
}

StatusOr<Cost> CostOfCoding(const Plan& plan, const Shape& shape, Direction direction) {
  return plan.plan(kPredictor).CostOf(shape, direction);
}

StatusOr<std::string> Environment(const Plan& plan) { return plan.plan(kPredictor).Environment(); }

constexpr Entry kEntries[] = {
    {.name = "arithmetic",
     .examples = "arithmetic:uniform arithmetic:order2",
     .summary = "any predictor through the range coder",
     .takes = "a predictor: arithmetic:order2",
     .traits = kIsCodec,
     .parameters = kParameters,
     .memory = Memory,
     .cost = CostOfCoding,
     .environment = Environment,
     .make_codec = Make},
};

}  // namespace

std::span<const Entry> ArithmeticEntries() { return kEntries; }

const Plan* CodedUnder(const Plan& codec) {
  if (codec.entry().make_predictor != nullptr) return &codec;
  return codec.entry().make_codec == Make ? &codec.plan(kPredictor) : nullptr;
}

StatusOr<std::unique_ptr<Codec>> MakeArithmeticCodec(const Plan& predictor, const Shape& shape) {
  if ((predictor.traits() & kPredictsTokens) != 0) {
    LLMZIP_ASSIGN_OR_RETURN(auto codec, MakeTokenCodec(predictor, shape));
    return std::unique_ptr<Codec>(std::move(codec));
  }
  const auto make = [predictor](unsigned lanes, std::uint64_t raw_size, const Context& context) {
    return predictor.MakePredictor({.lanes = lanes, .raw_size = raw_size, .context = context});
  };
  LLMZIP_ASSIGN_OR_RETURN(std::string environment, predictor.Environment());
  return std::unique_ptr<Codec>(std::make_unique<ArithmeticCodec>(make, shape.lanes, std::move(environment)));
}

StatusOr<std::uint64_t> ArithmeticMemory(const Plan& predictor, const Shape& shape) {
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t held, predictor.PredictorMemoryBytes(shape));
  if ((predictor.traits() & kPredictsTokens) != 0) return held;  // includes the codec's rows and token lists
  // A row of frequencies per lane, and the codec's position in each lane's segments.
  const std::uint64_t symbols = (predictor.traits() & kPredictsBits) != 0 ? 2 : 256;
  constexpr std::uint64_t kPlace = 64;
  return SaturatingAdd(held, shape.lanes * (symbols * sizeof(Frequency) + kPlace));
}

}  // namespace llmzip
