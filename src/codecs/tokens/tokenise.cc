#include "codecs/tokens/tokenise.h"

#include <algorithm>
#include <utility>

namespace llmzip {
namespace {

// True if every token has a meaning and the meanings, joined, are `text`.
bool JoinsTo(const Tokeniser& tokeniser, const std::vector<Symbol>& tokens, ByteView text) {
  std::uint8_t escaped = 0;
  for (const Symbol token : tokens) {
    const ByteView meaning = MeaningOf(tokeniser, token, &escaped);
    if (meaning.empty() || meaning.size() > text.size()) return false;
    if (!std::ranges::equal(meaning, text.first(meaning.size()))) return false;
    text = text.subspan(meaning.size());
  }
  return text.empty();
}

}  // namespace

ByteView MeaningOf(const Tokeniser& tokeniser, Symbol token, std::uint8_t* escaped) {
  const std::uint32_t vocabulary = tokeniser.vocabulary_size();
  if (token < vocabulary) return tokeniser.Meaning(token);
  if (token - vocabulary > UINT8_MAX) return {};
  *escaped = static_cast<std::uint8_t>(token - vocabulary);
  return {escaped, 1};
}

Tokenised Tokenise(const Tokeniser* tokeniser, ByteView text) {
  Tokenised tokenised;
  if (tokeniser == nullptr) {
    tokenised.tokens.assign(text.begin(), text.end());
    return tokenised;
  }
  auto tokens = tokeniser->Encode(text);
  if (!tokens.ok() || !JoinsTo(*tokeniser, *tokens, text)) return tokenised;
  tokenised.tokens = *std::move(tokens);
  const std::uint32_t vocabulary = tokeniser->vocabulary_size();
  tokenised.escapes = std::ranges::any_of(tokenised.tokens, [&](Symbol token) { return token >= vocabulary; });
  return tokenised;
}

}  // namespace llmzip
