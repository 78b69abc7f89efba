// Segmentation: which tokens a text is made of, for the encoder: a decoder learns it from the decisions.
//
// The model's own tokeniser says where tokens end, where it is at hand and its tokens are of the vocabulary; elsewhere,
// and where coding begins within a token, the longest token that fits is taken. A byte that no token begins with stands
// alone (an escape). Thread safety: immutable.
#ifndef LLMZIP_PREDICTORS_TOKENS_SEGMENTATION_H_
#define LLMZIP_PREDICTORS_TOKENS_SEGMENTATION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "llmzip/codec.h"
#include "predictors/tokens/token_trie.h"
#include "symbols/tokeniser.h"

namespace llmzip::tokens {

/// A token or, without one, a byte that is none.
struct Piece {
  std::optional<std::uint32_t> token;
  std::size_t size = 1;  // bytes
};

class Segmentation {
 public:
  /// `tokeniser` may be null. `text` must outlive this.
  Segmentation(ByteView text, const TokenTrie& trie, const Tokeniser* tokeniser);

  /// The piece that begins at `position`, which is before the end.
  [[nodiscard]] Piece At(std::size_t position) const;

 private:
  ByteView text_;
  const TokenTrie& trie_;
  std::vector<std::uint32_t> ends_;  // of the tokeniser's tokens, ascending; empty: it has not been asked
};

/// The pieces of a text by the longest token that fits, of the newest ones at most `most` tokens: the context with
/// which a model is called back.
std::vector<std::uint32_t> LongestTokens(ByteView text, const TokenTrie& trie, std::size_t most);

}  // namespace llmzip::tokens

#endif  // LLMZIP_PREDICTORS_TOKENS_SEGMENTATION_H_
