// TokenTrie: the vocabulary of a language model as a trie of bytes.
//
// Tokens are sorted by their bytes, so that the tokens that begin with the bytes of a node are neighbours, and those
// that are these bytes come first of them:
//
//   tokens   a  ab  abc  abd  b        node "ab": tokens [1, 4), own [1, 2), children "abc", "abd"
//
// A node's children are neighbours too, in the order of their bytes. Thread safety: immutable.
#ifndef LLMZIP_PREDICTORS_TOKENS_TOKEN_TRIE_H_
#define LLMZIP_PREDICTORS_TOKENS_TOKEN_TRIE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "llmzip/codec.h"

namespace llmzip::tokens {

class TokenTrie {
 public:
  using Node = std::uint32_t;
  static constexpr Node kRoot = 0;
  static constexpr Node kNone = UINT32_MAX;

  /// `ends[t]` is where token t ends in `bytes`, and the next begins; sorted, none empty (Model has checked it).
  TokenTrie(ByteView bytes, std::span<const std::uint32_t> ends);

  /// Tokens [first, own) are the node's bytes themselves, [first, end) begin with them.
  struct Range {
    std::uint32_t first = 0;
    std::uint32_t own = 0;
    std::uint32_t end = 0;
  };
  [[nodiscard]] Range range(Node node) const { return {nodes_[node].first, nodes_[node].own, nodes_[node].end}; }

  /// Whether the node's bytes are a token, and whether longer ones begin with them.
  [[nodiscard]] bool is_token(Node node) const { return nodes_[node].own > nodes_[node].first; }
  [[nodiscard]] bool has_children(Node node) const { return nodes_[node].children != 0; }

  /// The token that a node's bytes are: of several the first.
  [[nodiscard]] std::uint32_t token(Node node) const { return nodes_[node].first; }

  /// Children, in the order of their bytes.
  [[nodiscard]] Node first_child(Node node) const { return nodes_[node].first_child; }
  [[nodiscard]] unsigned child_count(Node node) const { return nodes_[node].children; }
  [[nodiscard]] std::uint8_t byte(Node node) const { return nodes_[node].byte; }

  /// The child for `byte`, or kNone.
  [[nodiscard]] Node Child(Node node, std::uint8_t byte) const;

  struct Found {
    std::uint32_t token = 0;
    std::size_t size = 0;  // of its bytes; 0: no token begins so
  };
  /// The longest token that `bytes` begin with.
  [[nodiscard]] Found Longest(ByteView bytes) const;

  [[nodiscard]] std::size_t node_count() const { return nodes_.size(); }
  [[nodiscard]] std::uint64_t memory_bytes() const { return nodes_.capacity() * sizeof(Entry); }

 private:
  struct Entry {
    std::uint32_t first = 0;
    std::uint32_t own = 0;
    std::uint32_t end = 0;
    std::uint32_t first_child = 0;
    std::uint16_t children = 0;
    std::uint8_t byte = 0;
  };

  std::vector<Entry> nodes_;
};

}  // namespace llmzip::tokens

#endif  // LLMZIP_PREDICTORS_TOKENS_TOKEN_TRIE_H_
