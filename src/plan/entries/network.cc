// net, net:NAME: a network of bytes from a model file, or a language model of tokens (language.h).
//
//   context=reset:N, sliding:N/M   of a language model: context_option.h
//   begin=none                     of a language model: a text begins without the model's begin token
#include "predictors/net/network.h"
#include "model/presets.h"
#include "plan/entries/context_option.h"
#include "plan/entries/entries.h"
#include "plan/entries/language.h"
#include "plan/plan.h"
#include "predictors/net/net_predictor.h"
#include "predictors/net/network_memory.h"

namespace llmzip {
namespace {

constexpr Choice kBeginnings[] = {{"model"}, {"none"}};
constexpr Parameter kParameters[] = {ModelArgument("model", ModelKind::kNetwork, /*required=*/false),
                                     NotationOption("context", kContextNotation),
                                     ChoiceOf("begin", Parameter::Place::kOption, kBeginnings)};

// What a network of bytes cannot be asked for.
Status CheckOptions(const Plan& plan) {
  for (const std::size_t option : {std::size_t{kNetContext}, std::size_t{kNetBegin}}) {
    if (plan.number(option) == 0) continue;
    return Status::InvalidArgument(std::string(kParameters[option].name) + " is for language models, and '" +
                                   plan.model(kNetModel).name() + "' is none");
  }
  return Status::Ok();
}

StatusOr<std::unique_ptr<Predictor>> MakeNet(const Plan& plan, const Shape& shape) {
  if (IsLanguageModel(plan)) return MakeLanguagePredictor(plan, std::nullopt, shape);
  LLMZIP_RETURN_IF_ERROR(CheckOptions(plan));
  const auto network = net::Network::SharedFromModel(plan.model(kNetModel).file(), shape.context.kernel);
  return std::unique_ptr<Predictor>(std::make_unique<net::NetPredictor>(network, shape));
}

StatusOr<std::uint64_t> NetMemory(const Plan& plan, const Shape& shape) {
  if (IsLanguageModel(plan)) return LanguageMemory(plan, std::nullopt, shape);
  LLMZIP_RETURN_IF_ERROR(CheckOptions(plan));
  const Model& model = plan.model(kNetModel).file();  // the file itself is in memory as well
  return SaturatingAdd(model.file_size(), net::NetPredictor::MemoryBytes(model.config(), shape));
}

StatusOr<Cost> NetCost(const Plan& plan, const Shape& shape, Direction direction) {
  if (IsLanguageModel(plan)) return LanguageCost(plan, shape, direction);
  const Model& model = plan.model(kNetModel).file();
  // With one lane, a decoder multiplies each matrix with one input at a time, an encoder with many. Then comes the
  // softmax of 256 outputs.
  const std::uint64_t ns_of_a_thousand = direction == Direction::kDecompress ? 25 : 14;
  const std::uint64_t ns_per_byte = 1'000 + MultiplyAddsPerByte(model.config()) * ns_of_a_thousand / 1000;
  return Cost{10'000 + net::StateBytes(model.config()) * shape.lanes / 16, ns_per_byte};
}

constexpr Entry kEntries[] = {
    {.name = "net",
     .examples = "net",
     .summary = "a neural network, trained beforehand: net for the default model, net:NAME for another",
     .takes = "a model: net, net:NAME",
     .traits = kPredictsBytes | kSlow,
     .parameters = kParameters,
     .sample_size = 400,
     .memory = NetMemory,
     .cost = NetCost,
     .make_predictor = MakeNet},
};

}  // namespace

std::span<const Entry> NetworkEntries() { return kEntries; }

}  // namespace llmzip
