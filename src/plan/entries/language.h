// net:NAME where NAME is a language model of tokens (`llmzip import`): what the entries `net` and `mix` do then.
// Pure functions; thread-safe.
#ifndef LLMZIP_PLAN_ENTRIES_LANGUAGE_H_
#define LLMZIP_PLAN_ENTRIES_LANGUAGE_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "llmzip/predictor.h"
#include "llmzip/status.h"
#include "plan/cost.h"
#include "plan/entry.h"
#include "plan/plan.h"
#include "predictors/cm/mixing_predictor.h"
#include "predictors/tokens/language_reader.h"

namespace llmzip {

/// Of the entry `net`.
enum NetParameter : std::size_t { kNetModel, kNetContext, kNetBegin };

/// Whether `plan` is net:NAME with a language model.
bool IsLanguageModel(const Plan& plan);

/// For such a plan: its option `context`, or what holds without.
StatusOr<tokens::ContextWindow> LanguageWindow(const Plan& plan);

/// For such a plan: alone, or with the context mixing it is mixed with.
StatusOr<std::unique_ptr<Predictor>> MakeLanguagePredictor(const Plan& plan, std::optional<cm::MixingStrength> mixing,
                                                           const Shape& shape);
StatusOr<std::uint64_t> LanguageMemory(const Plan& plan, std::optional<cm::MixingStrength> mixing, const Shape& shape);

/// Without context mixing's own.
StatusOr<Cost> LanguageCost(const Plan& plan, const Shape& shape, Direction direction);

}  // namespace llmzip

#endif  // LLMZIP_PLAN_ENTRIES_LANGUAGE_H_
