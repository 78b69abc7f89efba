// What a predictor of tokens is made of, when its language model is a model file of ours, and when it is a checkpoint
// under libtorch. Thread-safe.
#ifndef LLMZIP_PREDICTORS_TOKENS_LANGUAGE_PARTS_H_
#define LLMZIP_PREDICTORS_TOKENS_LANGUAGE_PARTS_H_

#include <functional>
#include <memory>
#include <optional>

#include "llmzip/status.h"
#include "model/checkpoint.h"
#include "model/model.h"
#include "predictors/cm/mixing_predictor.h"
#include "predictors/shape.h"
#include "predictors/tokens/language_reader.h"
#include "predictors/tokens/token_predictor.h"

namespace llmzip::tokens {

/// `model` must have language(). `tokeniser`, `mixing`: as in TokenPredictorParts.
TokenPredictorParts PartsOfModel(const std::shared_ptr<const Model>& model, ContextWindow window,
                                 std::function<std::shared_ptr<const Tokeniser>()> tokeniser,
                                 std::optional<cm::MixingStrength> mixing, const PredictorShape& shape);

/// Tokens without bytes, and those that are longer than any trie holds, are never predicted; if none is left, the
/// status is kUnsupported. Other errors: those of Checkpoint::NewPredictor.
StatusOr<TokenPredictorParts> PartsOfCheckpoint(const std::shared_ptr<const Checkpoint>& checkpoint,
                                                const CheckpointUse& use, std::optional<cm::MixingStrength> mixing);

}  // namespace llmzip::tokens

#endif  // LLMZIP_PREDICTORS_TOKENS_LANGUAGE_PARTS_H_
