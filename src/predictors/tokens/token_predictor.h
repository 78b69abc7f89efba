// TokenPredictor: a language model of tokens as a predictor of bytes, alone or mixed with context mixing.
//
// It codes lanes itself (codes_lanes): byte by byte down the vocabulary's trie, with a decision wherever a token may
// end (byte_walk.h); mixed, context mixing has its say in each of these bits (mixing_model.h, end_model.h). Lanes take
// turns, a token each, so that the model can be asked for all of them at once; where it does not pay, a lane goes
// without it (listening.h). spec.md says exactly what is computed.
// Thread safety: as Predictor; it uses the threads of its context.
#ifndef LLMZIP_PREDICTORS_TOKENS_TOKEN_PREDICTOR_H_
#define LLMZIP_PREDICTORS_TOKENS_TOKEN_PREDICTOR_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "llmzip/predictor.h"
#include "predictors/cm/mixing_predictor.h"
#include "predictors/shape.h"
#include "predictors/tokens/token_reader.h"
#include "predictors/tokens/token_trie.h"
#include "symbols/tokeniser.h"

namespace llmzip::tokens {

struct TokenPredictorParts {
  std::shared_ptr<const TokenTrie> trie;
  std::unique_ptr<TokenReader> reader;  // of as many lanes as the shape says
  /// Gives what says where tokens end when encoding; if that is null, the longest that fit do.
  std::function<std::shared_ptr<const Tokeniser>()> tokeniser;
  /// What it is mixed with; nothing: it predicts alone.
  std::optional<cm::MixingStrength> mixing;
  std::string environment{};  // Predictor::environment
};

std::unique_ptr<Predictor> MakeTokenPredictor(TokenPredictorParts parts, const PredictorShape& shape);

/// An upper bound on what such a predictor holds, the reader not counted.
std::uint64_t TokenPredictorMemory(std::optional<cm::MixingStrength> mixing, const PredictorShape& shape);

}  // namespace llmzip::tokens

#endif  // LLMZIP_PREDICTORS_TOKENS_TOKEN_PREDICTOR_H_
