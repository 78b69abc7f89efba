// Added tokens: strings that are tokens wherever they occur; they are found before the text is cut into words.
//
// The leftmost match is taken, and of several at the same position the longest. Thread safety: immutable once filled.
#ifndef LLMZIP_TOKENISERS_ADDED_TOKENS_H_
#define LLMZIP_TOKENISERS_ADDED_TOKENS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "llmzip/predictor.h"

namespace llmzip {

class AddedTokens {
 public:
  void Add(std::string_view content, Symbol id);

  struct Found {
    std::size_t begin;
    std::size_t size;
    Symbol id;
  };
  /// The first added token in text[from …].
  [[nodiscard]] std::optional<Found> Find(std::string_view text, std::size_t from) const;

 private:
  struct Node {
    std::optional<Symbol> id;
  };
  std::vector<Node> nodes_{1};                    // a trie; the root comes first
  std::map<std::uint64_t, std::uint32_t> edges_;  // node << 8 | byte -> node
  std::array<bool, 256> begins_{};                // whether some token begins with a byte
};

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_ADDED_TOKENS_H_
