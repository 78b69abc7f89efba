// codelength:CODEC: a codec as a predictor, by the lengths of its codes.
#include <string>
#include <utility>

#include "plan/entries/entries.h"
#include "plan/plan.h"
#include "predictors/codelength/code_length_predictor.h"

namespace llmzip {
namespace {

constexpr std::size_t kCodec = 0;
// Primed codecs would read megabytes 256 times per byte; slow predictors would take seconds per byte.
constexpr NestingRule kRule = {
    .one_of = kIsCodec | kIsPredictor,
    .nothing_within = kCodeLengths | kPrimed,
    .nothing_new_within = kSlow,
    .why_nothing = "takes nothing that runs a codec 256 times a byte itself, or that is primed",
    .why_nothing_new = "takes nothing slow: it codes 2048 bytes 256 times for each byte, which takes seconds",
};
constexpr Parameter kParameters[] = {PlanOf("codec", Parameter::Place::kArgument, kRule)};

// One lane, with the bytes of a window and the byte that is tried.
Shape WindowShape() { return {.lanes = 1, .raw_size = CodeLengthPredictor::kWindow + 1}; }
constexpr std::uint64_t kTries = 256;

StatusOr<std::unique_ptr<Predictor>> MakeCodeLength(const Plan& plan, const Shape& shape) {
  const Plan& inner = plan.plan(kCodec);
  LLMZIP_ASSIGN_OR_RETURN(auto codec, inner.MakeCodec(WindowShape()));
  LLMZIP_ASSIGN_OR_RETURN(std::string environment, inner.EncoderEnvironment());
  return std::unique_ptr<Predictor>(
      std::make_unique<CodeLengthPredictor>(std::move(codec), std::move(environment), shape));
}

StatusOr<std::uint64_t> CodeLengthMemory(const Plan& plan, const Shape& shape) {
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t codec, plan.plan(kCodec).MemoryBytes(WindowShape()));
  return SaturatingAdd(CodeLengthPredictor::MemoryBytes(shape), codec);
}

StatusOr<Cost> CodeLengthCost(const Plan& plan, const Shape& shape, Direction /*direction*/) {
  // Both directions need code lengths, so the codec compresses in both. Windows are short at the beginning.
  const std::uint64_t window = std::min<std::uint64_t>(CodeLengthPredictor::kWindow + 1, shape.raw_size);
  Shape shape_of_window = WindowShape();
  shape_of_window.raw_size = window;
  LLMZIP_ASSIGN_OR_RETURN(const Cost codec, plan.plan(kCodec).CostOf(shape_of_window, Direction::kCompress));
  return Cost{10'000, SaturatingMultiply(kTries, codec.Total(window))};
}

// The decoder must get the same lengths as the encoder.
StatusOr<std::string> CodeLengthEnvironment(const Plan& plan) { return plan.plan(kCodec).EncoderEnvironment(); }

constexpr Entry kEntries[] = {
    {.name = "codelength",
     .examples = "codelength:gzip codelength:zstd:3 codelength:arithmetic:order0",
     .summary = "any codec, through the lengths of its codes; 256 runs of the codec a byte",
     .takes = "a codec: codelength:gzip",
     .traits = kPredictsBytes | kCodeLengths | kSlow,
     .parameters = kParameters,
     .sample_size = 24,
     .memory = CodeLengthMemory,
     .cost = CodeLengthCost,
     .environment = CodeLengthEnvironment,
     .make_predictor = MakeCodeLength},
};

}  // namespace

std::span<const Entry> CodeLengthEntries() { return kEntries; }

}  // namespace llmzip
