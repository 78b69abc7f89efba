#include "registry/code_length.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "predictors/codelength/code_length_predictor.h"
#include "registry/codecs.h"

namespace llmzip {
namespace {

bool Uses(const Spec& spec, std::string_view name) {
  if (spec.name == name || std::ranges::any_of(spec.parts, [&](const Spec& part) { return Uses(part, name); })) {
    return true;
  }
  // An argument may be a spec itself, or a file name or level, in which nothing can hide.
  const auto argument = ParseSpec(spec.argument);
  return argument.ok() && Uses(*argument, name);
}

// A source whose owner outlives the codec made with it.
std::shared_ptr<const ModelSource> Borrowed(const ModelSource* models) { return {std::shared_ptr<void>(), models}; }

StatusOr<Spec> CodecOf(const Spec& spec) {
  if (spec.argument.empty()) return Status::InvalidArgument("'codelength' takes a codec: codelength:gzip");
  LLMZIP_ASSIGN_OR_RETURN(Spec codec, ParseSpec(spec.argument));
  if (Uses(codec, "codelength")) return Status::InvalidArgument("'codelength' does not nest");
  // Megabytes would be read 256 times for each byte.
  if (Uses(codec, "primed")) return Status::InvalidArgument("'codelength' takes nothing that is primed");
  return codec;
}

}  // namespace

StatusOr<std::unique_ptr<Predictor>> MakeCodeLength(const Spec& spec, const PredictorShape& shape) {
  LLMZIP_ASSIGN_OR_RETURN(const Spec codec_spec, CodecOf(spec));
  const CodecShape codec_shape{1, 1, Borrowed(shape.models)};
  LLMZIP_ASSIGN_OR_RETURN(auto codec, MakeCodec(codec_spec, codec_shape));
  std::string environment = EncoderEnvironment(codec_spec, codec_shape);
  return std::unique_ptr<Predictor>(
      std::make_unique<CodeLengthPredictor>(std::move(codec), std::move(environment), shape));
}

std::uint64_t CodeLengthMemory(const Spec& spec, const PredictorShape& shape) {
  const auto codec_spec = CodecOf(spec);
  if (!codec_spec.ok()) return 0;
  const auto codec_memory =
      CodecMemoryBytes(*codec_spec, {1, 1, Borrowed(shape.models)}, CodeLengthPredictor::kWindow + 1);
  return CodeLengthPredictor::MemoryBytes(shape) + (codec_memory.ok() ? *codec_memory : 0);
}

}  // namespace llmzip
