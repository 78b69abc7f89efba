#include "registry/predictors.h"

#include <algorithm>

#include "predictors/uniform/uniform_predictor.h"

namespace llmzip {
namespace {

constexpr std::uint64_t kSmallObject = 4096;

Status NoArguments(const Spec& spec) {
  if (spec.argument.empty() && spec.parts.empty()) return Status::Ok();
  return Status::InvalidArgument("'" + spec.name + "' takes no argument");
}

StatusOr<std::unique_ptr<Predictor>> MakeUniform(const Spec& spec, const PredictorShape& shape) {
  LLMZIP_RETURN_IF_ERROR(NoArguments(spec));
  return std::unique_ptr<Predictor>(std::make_unique<UniformPredictor>(shape.lanes));
}

std::uint64_t SmallMemory(const Spec& /*spec*/, const PredictorShape& /*shape*/) { return kSmallObject; }

constexpr PredictorEntry kCatalogue[] = {
    {"uniform", "uniform", "every byte equally likely; 8 bits a byte", MakeUniform, SmallMemory},
};

}  // namespace

std::span<const PredictorEntry> PredictorCatalogue() { return kCatalogue; }

const PredictorEntry* FindPredictor(const Spec& spec) {
  const auto* const found = std::ranges::find(kCatalogue, spec.name, &PredictorEntry::name);
  return found == std::end(kCatalogue) ? nullptr : found;
}

StatusOr<std::unique_ptr<Predictor>> MakePredictor(const Spec& spec, const PredictorShape& shape) {
  const PredictorEntry* const entry = FindPredictor(spec);
  if (entry == nullptr) return Status::Unsupported("unknown predictor '" + spec.name + "'");
  return entry->make(spec, shape);
}

}  // namespace llmzip
