// picture:fast, picture, picture:max: the pixels of pictures.
#include "plan/entries/entries.h"
#include "plan/plan.h"
#include "predictors/picture/fast_predictor.h"
#include "predictors/picture/picture_predictor.h"

namespace llmzip {
namespace {

constexpr std::size_t kStrength = 0;
enum Strength : std::uint64_t { kFast, kStandard, kMaximum };
constexpr Choice kStrengths[] = {{"fast"}, {"", kSlow}, {"max", kSlow}};

constexpr Parameter StrengthParameter() {
  Parameter parameter = ChoiceOf("strength", Parameter::Place::kArgument, kStrengths);
  parameter.otherwise = kStandard;
  return parameter;
}
constexpr Parameter kParameters[] = {StrengthParameter()};

picture::PictureStrength StrengthOf(const Plan& plan) {
  return plan.number(kStrength) == kMaximum ? picture::PictureStrength::kMaximum : picture::PictureStrength::kStandard;
}

StatusOr<std::unique_ptr<Predictor>> MakePicture(const Plan& plan, const Shape& shape) {
  if (plan.number(kStrength) != kFast) return picture::MakePicturePredictor(StrengthOf(plan), shape);
  return picture::MakeFastPicturePredictor(shape);
}

StatusOr<std::uint64_t> PictureMemory(const Plan& plan, const Shape& shape) {
  if (plan.number(kStrength) != kFast) return picture::PicturePredictorMemory(StrengthOf(plan), shape);
  return picture::FastPicturePredictorMemory(shape);
}

StatusOr<Cost> PictureCost(const Plan& plan, const Shape& shape, Direction /*direction*/) {
  constexpr std::uint64_t kNsPerByte[] = {2'000, 8'000, 16'000};  // by strength
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t memory, PictureMemory(plan, shape));
  // Tables are allocated as zero pages, which cost time when they are first used.
  return Cost{50'000 + memory / 16, kNsPerByte[plan.number(kStrength)]};
}

constexpr Entry kEntries[] = {
    {.name = "picture",
     .examples = "picture:fast picture picture:max",
     .summary = "the pixels of pictures: predictions from the neighbours, weighed by how they did nearby",
     .traits = kPredictsBits,
     .parameters = kParameters,
     .sample_size = 3000,
     .memory = PictureMemory,
     .cost = PictureCost,
     .make_predictor = MakePicture},
};

}  // namespace

std::span<const Entry> PictureEntries() { return kEntries; }

}  // namespace llmzip
