#include "predictors/tokens/language_parts.h"

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

#include "predictors/tokens/predictor_reader.h"

namespace llmzip::tokens {
namespace {

/// The symbols of a checkpoint that stand for bytes, sorted by these.
struct Vocabulary {
  std::vector<Symbol> symbols;
  std::shared_ptr<const TokenTrie> trie;
};

StatusOr<Vocabulary> VocabularyOf(const Checkpoint& checkpoint) {
  const Tokeniser* const tokeniser = checkpoint.tokeniser();
  std::uint8_t all_bytes[256];
  for (unsigned byte = 0; byte < 256; ++byte) all_bytes[byte] = static_cast<std::uint8_t>(byte);
  const auto meaning = [&](Symbol symbol) {
    return tokeniser == nullptr ? ByteView(all_bytes).subspan(symbol, 1) : tokeniser->Meaning(symbol);
  };
  const std::uint32_t count = tokeniser == nullptr ? 256 : tokeniser->vocabulary_size();
  Vocabulary vocabulary;
  for (Symbol symbol = 0; symbol < std::min(count, checkpoint.alphabet_size()); ++symbol) {
    const std::size_t size = meaning(symbol).size();
    if (size != 0 && size <= kMostTokenBytes) vocabulary.symbols.push_back(symbol);
  }
  if (vocabulary.symbols.empty()) return Status::Unsupported("the checkpoint has no token that stands for bytes");
  std::ranges::stable_sort(vocabulary.symbols, [&](Symbol a, Symbol b) {
    return std::ranges::lexicographical_compare(meaning(a), meaning(b));
  });
  Bytes bytes;
  std::vector<std::uint32_t> ends;
  for (const Symbol symbol : vocabulary.symbols) {
    const ByteView of_symbol = meaning(symbol);
    bytes.insert(bytes.end(), of_symbol.begin(), of_symbol.end());
    ends.push_back(static_cast<std::uint32_t>(bytes.size()));
  }
  vocabulary.trie = std::make_shared<const TokenTrie>(bytes, ends);
  return vocabulary;
}

}  // namespace

TokenPredictorParts PartsOfModel(const std::shared_ptr<const Model>& model, ContextWindow window,
                                 std::function<std::shared_ptr<const Tokeniser>()> tokeniser,
                                 std::optional<cm::MixingStrength> mixing, const PredictorShape& shape) {
  assert(model->language());
  const auto trie = model->GetOrCompute<TokenTrie>(
      0, [&] { return std::make_shared<const TokenTrie>(model->BytesOf(kTokenBytes), model->Uint32(kTokenEnds)); });
  const auto network = net::LanguageNetwork::SharedFromModel(*model, shape.context.kernel);
  // The model keeps both, and so it is the model that has to be kept.
  return {.trie = {model, trie.get()},
          .reader = std::make_unique<LanguageReader>(std::shared_ptr<const net::LanguageNetwork>(model, network.get()),
                                                     shape.lanes, window, shape.context.threads),
          .tokeniser = std::move(tokeniser),
          .mixing = mixing};
}

StatusOr<TokenPredictorParts> PartsOfCheckpoint(const std::shared_ptr<const Checkpoint>& checkpoint,
                                                const CheckpointUse& use, std::optional<cm::MixingStrength> mixing) {
  LLMZIP_ASSIGN_OR_RETURN(auto predictor, checkpoint->NewPredictor(use));
  LLMZIP_ASSIGN_OR_RETURN(Vocabulary vocabulary, VocabularyOf(*checkpoint));
  const Tokeniser* const tokeniser = checkpoint->tokeniser();
  const Symbol substitute = tokeniser == nullptr ? 0 : tokeniser->beginning().value_or(0);
  std::string environment = predictor->environment();
  return TokenPredictorParts{
      .trie = std::move(vocabulary.trie),
      .reader = std::make_unique<PredictorReader>(std::move(predictor), std::move(vocabulary.symbols), substitute),
      .tokeniser = [checkpoint, tokeniser] { return std::shared_ptr<const Tokeniser>(checkpoint, tokeniser); },
      .mixing = mixing,
      .environment = std::move(environment)};
}

}  // namespace llmzip::tokens
