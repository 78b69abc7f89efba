#include "registry/primed.h"

#include <algorithm>
#include <utility>

#include "coding/reading.h"
#include "model/embedded.h"
#include "model/model.h"
#include "predictors/primed/primed_predictor.h"
#include "registry/codecs.h"
#include "registry/predictors.h"
#include "registry/text_spec.h"

namespace llmzip {
namespace {

struct Priming {
  Spec primed;
  std::shared_ptr<const Model> model;
  std::uint64_t bytes = 0;  // of the text's end
  Reading::Matter matter = Reading::Matter::kText;
};

StatusOr<Priming> PrimingOf(const Spec& spec, const PredictorShape& shape) {
  if (spec.parts.size() != 2 || !spec.argument.empty() || spec.parts[1].name != kTextName ||
      !spec.parts[1].parts.empty() || spec.parts[0].name == spec.name) {
    return Status::InvalidArgument("'primed' takes context mixing and a text: primed(cm:max,text:NAME)");
  }
  LLMZIP_ASSIGN_OR_RETURN(const TextSpec text, ParseTextSpec(spec.parts[1].argument));
  Priming priming{spec.parts[0], nullptr, 0, text.phrases ? Reading::Matter::kPhrases : Reading::Matter::kText};
  LLMZIP_ASSIGN_OR_RETURN(priming.model,
                          shape.models == nullptr ? EmbeddedModel(text.name) : shape.models->Find(text.name));
  if (!priming.model->text()) return Status::InvalidArgument("the model '" + text.name + "' is a network, no text");
  priming.bytes = priming.model->text()->size;
  if (text.last != 0) priming.bytes = std::min(priming.bytes, text.last);
  return priming;
}

// Unpacked once, and shared by all that read it.
StatusOr<std::shared_ptr<const Bytes>> Unpacked(const Model& model) {
  static const char key = 0;
  const auto unpack = [&]() -> std::shared_ptr<const void> {
    const PackedText& text = *model.text();
    const auto codec = MakeCodec({text.packing, "", {}}, {});
    return std::make_shared<StatusOr<Bytes>>(codec.ok() ? (*codec)->Decompress(text.packed, text.size)
                                                        : StatusOr<Bytes>(codec.status()));
  };
  const auto unpacked = std::static_pointer_cast<const StatusOr<Bytes>>(model.Derived(&key, unpack));
  if (!unpacked->ok()) return unpacked->status();
  return std::shared_ptr<const Bytes>(unpacked, &**unpacked);
}

// What it has read counts as part of the block where tables are sized.
PredictorShape WithText(PredictorShape shape, std::uint64_t text_size) {
  if (shape.raw_size != PredictorShape::kUnknownSize) shape.raw_size += text_size;
  return shape;
}

}  // namespace

StatusOr<std::unique_ptr<Predictor>> MakePrimed(const Spec& spec, const PredictorShape& shape) {
  LLMZIP_ASSIGN_OR_RETURN(const Priming priming, PrimingOf(spec, shape));
  LLMZIP_ASSIGN_OR_RETURN(auto predictor, MakePredictor(priming.primed, WithText(shape, priming.bytes)));
  if (!PrimedPredictor::CanPrime(*predictor)) {
    return Status::InvalidArgument("'" + priming.primed.ToString() + "' cannot be primed: cm, cm:max and mix(...) can");
  }
  LLMZIP_ASSIGN_OR_RETURN(auto text, Unpacked(*priming.model));
  return std::unique_ptr<Predictor>(
      std::make_unique<PrimedPredictor>(std::move(predictor), std::move(text), priming.bytes, priming.matter));
}

std::uint64_t PrimedMemory(const Spec& spec, const PredictorShape& shape) {
  const auto priming = PrimingOf(spec, shape);
  const PredictorEntry* const entry = priming.ok() ? FindPredictor(priming->primed) : nullptr;
  if (entry == nullptr) return 0;
  return priming->model->text()->size + entry->memory_bytes(priming->primed, WithText(shape, priming->bytes));
}

}  // namespace llmzip
