#include "plan/entries/language.h"

#include <algorithm>
#include <string>
#include <utility>

#include "plan/entries/context_option.h"
#include "predictors/tokens/language_parts.h"
#if !defined(LLMZIP_NO_TOKENISERS)
#include "tokenisers/open_tokeniser.h"
#endif

namespace llmzip {
namespace {

// Without an option: keys and values are read for every token, so that a longer context costs time as well as memory.
constexpr std::uint32_t kUsualWindow = 1024;
constexpr std::uint32_t kUsualOverlap = 256;

#if defined(LLMZIP_NO_TOKENISERS)
std::shared_ptr<const Tokeniser> TokeniserOf(const Model& /*model*/) { return nullptr; }
#else
// A null one for a model without, or with one that cannot be read: then tokens are the longest that fit.
std::shared_ptr<const Tokeniser> TokeniserOf(const Model& model) {
  struct Opened {
    std::shared_ptr<const Tokeniser> tokeniser;
  };
  const auto opened = model.GetOrCompute<Opened>(0, [&] {
    const ByteView file = model.BytesOf(kTokeniser);
    TokeniserFiles files;
    (model.metadata("tokeniser") == "tokenizer.model" ? files.tokenizer_model : files.tokenizer_json) = file;
    auto tokeniser = file.empty() ? StatusOr<std::unique_ptr<Tokeniser>>(Status::NotFound("")) : OpenTokeniser(files);
    return std::make_shared<const Opened>(Opened{tokeniser.ok() ? *std::move(tokeniser) : nullptr});
  });
  return opened->tokeniser;
}
#endif

}  // namespace

bool IsLanguageModel(const Plan& plan) {
  return plan.entry().name == "net" && plan.model(kNetModel).file().language().has_value();
}

StatusOr<tokens::ContextWindow> LanguageWindow(const Plan& plan) {
  const std::uint32_t most = plan.model(kNetModel).file().language()->context;
  const std::uint64_t option = plan.number(kNetContext);
  tokens::ContextWindow window = {ContextWindowOf(option), ContextOverlapOf(option), plan.number(kNetBegin) == 0};
  if (option == 0) {
    window.most = std::min(kUsualWindow, most);
    window.kept = window.most / (kUsualWindow / kUsualOverlap);
  }
  if (window.most > most || window.most < 2 || window.kept + 1 >= window.most) {
    return Status::InvalidArgument("context: the model has places for " + std::to_string(most) +
                                   " tokens, one of them for the beginning");
  }
  return window;
}

StatusOr<std::unique_ptr<Predictor>> MakeLanguagePredictor(const Plan& plan, std::optional<cm::MixingStrength> mixing,
                                                           const Shape& shape) {
  LLMZIP_ASSIGN_OR_RETURN(const tokens::ContextWindow window, LanguageWindow(plan));
  const auto& model = plan.model(kNetModel).shared_file();
  return tokens::MakeTokenPredictor(tokens::PartsOfModel(
                                        model, window, [model] { return TokeniserOf(*model); }, mixing, shape),
                                    shape);
}

StatusOr<std::uint64_t> LanguageMemory(const Plan& plan, std::optional<cm::MixingStrength> mixing, const Shape& shape) {
  LLMZIP_ASSIGN_OR_RETURN(const tokens::ContextWindow window, LanguageWindow(plan));
  const Model& model = plan.model(kNetModel).file();
  const std::uint64_t reader =
      tokens::LanguageReader::MemoryBytes(*model.language(), shape.lanes, window, shape.context.threads);
  return SaturatingAdd(model.file_size(), reader + tokens::TokenPredictorMemory(mixing, shape));
}

StatusOr<Cost> LanguageCost(const Plan& plan, const Shape& shape, Direction direction) {
  LLMZIP_ASSIGN_OR_RETURN(const tokens::ContextWindow window, LanguageWindow(plan));
  const LanguageConfig& config = *plan.model(kNetModel).file().language();
  const std::uint64_t attention =
      2 * std::uint64_t{config.layers} * config.heads * config.head_width * (window.most / 2);
  const std::uint64_t multiply_adds = MultiplyAddsPerToken(config) + attention;
  // Encoders take many places at a time. Decoders read all weights for each place, once for all lanes.
  constexpr std::uint64_t kPsOfEncoding = 6;  // per multiply-add, as the next two
  constexpr std::uint64_t kPsOfReading = 33;
  constexpr std::uint64_t kPsOfALane = 5;
  const std::uint64_t ps = direction == Direction::kDecompress
                               ? kPsOfALane + kPsOfReading / std::max<std::uint64_t>(1, shape.lanes)
                               : kPsOfEncoding;
  // Text has three to five bytes a token.
  constexpr std::uint64_t kBytesOfAToken = 3;
  const std::uint64_t start =
      tokens::LanguageReader::MemoryBytes(config, shape.lanes, window, shape.context.threads) / 16;
  return Cost{1'000'000 + start, 1'000 + SaturatingMultiply(multiply_adds, ps) / (1000 * kBytesOfAToken)};
}

}  // namespace llmzip
