#include "predictors/tokens/segmentation.h"

#include <algorithm>

namespace llmzip::tokens {

Segmentation::Segmentation(ByteView text, const TokenTrie& trie, const Tokeniser* tokeniser)
    : text_(text), trie_(trie) {
  if (tokeniser == nullptr) return;
  const auto tokens = tokeniser->Encode(text);
  if (!tokens.ok()) return;
  std::size_t position = 0;
  for (const Symbol token : *tokens) {
    position += token < tokeniser->vocabulary_size() ? tokeniser->Meaning(token).size() : 1;
    ends_.push_back(static_cast<std::uint32_t>(position));
  }
  if (position != text.size()) ends_.clear();  // it is not lossless: it has nothing to say
}

Piece Segmentation::At(std::size_t position) const {
  std::size_t most = text_.size() - position;
  const auto end = std::ranges::upper_bound(ends_, position);
  if (end != ends_.end()) most = *end - position;
  // All of it, if that is a token of the vocabulary; else the longest beginning that is.
  const TokenTrie::Found found = trie_.Longest(text_.subspan(position, most));
  if (found.size == 0) return {std::nullopt, 1};
  return {found.token, found.size};
}

std::vector<std::uint32_t> LongestTokens(ByteView text, const TokenTrie& trie, std::size_t most) {
  std::vector<std::uint32_t> tokens;
  while (!text.empty()) {
    const TokenTrie::Found found = trie.Longest(text);
    if (found.size != 0) tokens.push_back(found.token);
    text = text.subspan(std::max<std::size_t>(found.size, 1));
  }
  if (tokens.size() > most) tokens.erase(tokens.begin(), tokens.end() - static_cast<std::ptrdiff_t>(most));
  return tokens;
}

}  // namespace llmzip::tokens
