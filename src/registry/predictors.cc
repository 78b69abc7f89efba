#include "registry/predictors.h"

#include <algorithm>
#include <utility>

#include "model/embedded.h"
#include "predictors/cm/fast/fast_predictor.h"
#include "predictors/cm/mixing_predictor.h"
#include "predictors/net/net_predictor.h"
#include "predictors/order/order_predictor.h"
#include "predictors/uniform/uniform_predictor.h"
#include "registry/arguments.h"
#include "registry/checkpoints.h"
#include "registry/code_length.h"
#include "registry/names.h"
#include "registry/primed.h"

namespace llmzip {
namespace {

constexpr std::uint64_t kSmallObject = 4096;

StatusOr<std::unique_ptr<Predictor>> MakeUniform(const Spec& spec, const PredictorShape& shape) {
  LLMZIP_RETURN_IF_ERROR(NoArgument(spec));
  return std::unique_ptr<Predictor>(std::make_unique<UniformPredictor>(shape.lanes));
}

std::uint64_t SmallMemory(const Spec& /*spec*/, const PredictorShape& /*shape*/) { return kSmallObject; }

template <unsigned order>
StatusOr<std::unique_ptr<Predictor>> MakeOrder(const Spec& spec, const PredictorShape& shape) {
  LLMZIP_RETURN_IF_ERROR(NoArgument(spec));
  return std::unique_ptr<Predictor>(std::make_unique<OrderPredictor>(order, shape));
}

template <unsigned order>
std::uint64_t OrderMemory(const Spec& /*spec*/, const PredictorShape& shape) {
  return OrderPredictor::MemoryBytes(order, shape);
}

// `cm` is one name with several strengths.
bool IsMixingStrength(const Spec& spec) {
  constexpr std::string_view kStrengths[] = {"", "fast", "max", "huge"};
  return spec.parts.empty() && std::ranges::find(kStrengths, spec.argument) != std::end(kStrengths);
}

bool IsFast(const Spec& spec) { return spec.argument == "fast"; }

cm::MixingStrength StrengthOf(const Spec& spec) {
  if (spec.argument == "huge") return cm::MixingStrength::kHuge;
  return spec.argument == "max" ? cm::MixingStrength::kMaximum : cm::MixingStrength::kStandard;
}

StatusOr<std::unique_ptr<Predictor>> MakeMixing(const Spec& spec, const PredictorShape& shape) {
  if (!IsMixingStrength(spec)) {
    return Status::InvalidArgument("'cm' has no strength '" + spec.argument + "'; known: cm:fast, cm, cm:max, cm:huge");
  }
  if (IsFast(spec)) return cm::MakeFastPredictor(shape);
  return cm::MakeMixingPredictor(StrengthOf(spec), shape);
}

std::uint64_t MixingMemory(const Spec& spec, const PredictorShape& shape) {
  if (IsFast(spec)) return cm::FastPredictorMemory(shape);
  return IsMixingStrength(spec) ? cm::MixingPredictorMemory(StrengthOf(spec), shape) : 0;
}

// `mix(CM,OUTSIDE)`: context mixing with the opinion of a predictor of bytes.
Status CheckMix(const Spec& spec) {
  if (spec.parts.size() == 2 && spec.argument.empty() && spec.parts[0].name == "cm" &&
      IsMixingStrength(spec.parts[0]) && !IsFast(spec.parts[0]) && spec.parts[1].name != "mix" &&
      !NamesCheckpoint(spec.parts[1])) {
    return Status::Ok();
  }
  return Status::InvalidArgument(
      "'mix' takes context mixing and a predictor of bytes: mix(cm,net), mix(cm:max,order2)");
}

StatusOr<std::unique_ptr<Predictor>> MakeMix(const Spec& spec, const PredictorShape& shape) {
  LLMZIP_RETURN_IF_ERROR(CheckMix(spec));
  LLMZIP_ASSIGN_OR_RETURN(auto outside, MakePredictor(spec.parts[1], shape));
  if (outside->alphabet_size() != 256) {
    return Status::InvalidArgument("'mix' takes a predictor of bytes, which '" + spec.parts[1].ToString() + "' is not");
  }
  return cm::MakeMixingPredictor(StrengthOf(spec.parts[0]), shape, std::move(outside));
}

std::uint64_t MixMemory(const Spec& spec, const PredictorShape& shape) {
  if (!CheckMix(spec).ok()) return 0;
  const PredictorEntry* const outside = FindPredictor(spec.parts[1]);
  return cm::MixingPredictorMemory(StrengthOf(spec.parts[0]), shape, true) +
         (outside == nullptr ? 0 : outside->memory_bytes(spec.parts[1], shape));
}

// `net:MODEL`, or `net` for the default model.
StatusOr<std::shared_ptr<const Model>> ModelOf(const Spec& spec, const PredictorShape& shape) {
  if (!spec.parts.empty()) return Status::InvalidArgument("'net' takes a model: net, net:NAME");
  auto model = shape.models == nullptr ? EmbeddedModel(spec.argument) : shape.models->Find(spec.argument);
  if (model.ok() && (*model)->text()) {
    return Status::InvalidArgument("the model '" + spec.argument + "' is a text, no network");
  }
  return model;
}

StatusOr<std::unique_ptr<Predictor>> MakeNet(const Spec& spec, const PredictorShape& shape) {
  LLMZIP_ASSIGN_OR_RETURN(const auto model, ModelOf(spec, shape));
  return std::unique_ptr<Predictor>(std::make_unique<net::NetPredictor>(net::Network::SharedFromModel(*model), shape));
}

std::uint64_t NetMemory(const Spec& spec, const PredictorShape& shape) {
  const auto model = ModelOf(spec, shape);
  return model.ok() ? net::NetPredictor::MemoryBytes((*model)->config(), shape) : 0;
}

constexpr PredictorEntry kPredictors[] = {
    {"uniform", "uniform", "every byte equally likely; 8 bits a byte", MakeUniform, SmallMemory},
    {"order0", "order0", "adaptive byte counts", MakeOrder<0>, OrderMemory<0>},
    {"order1", "order1", "adaptive byte counts after each last byte", MakeOrder<1>, OrderMemory<1>},
    {"order2", "order2", "adaptive byte counts after each last two bytes", MakeOrder<2>, OrderMemory<2>},
    {"order3", "order3", "adaptive byte counts after each last three bytes, hashed", MakeOrder<3>, OrderMemory<3>},
    {"cm", "cm:fast cm cm:max cm:huge",
     "context mixing, bit by bit: histories of many contexts, matches, words, records", MakeMixing, MixingMemory,
     300000},
    {"net", "net", "a neural network, trained beforehand: net for the default model, net:NAME for another", MakeNet,
     NetMemory, 20000},
    {"mix", "mix(cm,order2) mix(cm,net)", "context mixing with another predictor's opinion of each byte", MakeMix,
     MixMemory, 20000},
    {"primed",
     "primed(cm,text:primer;last=4000) primed(mix(cm:max,net),text:primer;last=300) "
     "primed(cm:max,text:primer;last=4000;phrases)",
     "context mixing that has read a text beforehand: primed(cm,text:primer) all of it", MakePrimed, PrimedMemory,
     20000},
    {"torch", "torch:NAME", "a language model trained elsewhere: a Hugging Face folder or TorchScript file",
     MakeCheckpointPredictor, CheckpointMemory, 100, "a checkpoint, and the plug-in with libtorch"},
    {"codelength", "codelength:gzip codelength:zstd:3 codelength:arithmetic:order0",
     "any codec, through the lengths of its codes; 256 runs of the codec a byte", MakeCodeLength, CodeLengthMemory, 50},
};

}  // namespace

std::span<const PredictorEntry> PredictorCatalogue() { return kPredictors; }

const PredictorEntry* FindPredictor(const Spec& spec) {
  const auto* const found = std::ranges::find(kPredictors, spec.name, &PredictorEntry::name);
  return found == std::end(kPredictors) ? nullptr : found;
}

StatusOr<std::unique_ptr<Predictor>> MakePredictor(const Spec& spec, const PredictorShape& shape) {
  const PredictorEntry* const entry = FindPredictor(spec);
  if (entry == nullptr) {
    return Status::Unsupported("unknown predictor '" + spec.name + "'; known: " + NamesOf(PredictorCatalogue()));
  }
  return entry->make(spec, shape);
}

}  // namespace llmzip
