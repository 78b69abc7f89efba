// ByteWalk: a token, byte by byte, under a language model's distribution of the next token.
//
// At each node of the trie the mass of all tokens that begin with the bytes so far is divided in two: the token that
// ends here, and the longer ones, by their next byte. So a token costs, in two kinds of decisions, what it costs at
// once:
//
//   P("ab") = P(a) × P(does not end at "a") × P(b after a) × P(ends at "ab")
//
// Thread safety: none.
#ifndef LLMZIP_PREDICTORS_TOKENS_BYTE_WALK_H_
#define LLMZIP_PREDICTORS_TOKENS_BYTE_WALK_H_

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>

#include "llmzip/predictor.h"
#include "predictors/tokens/token_masses.h"
#include "predictors/tokens/token_trie.h"

namespace llmzip::tokens {

class ByteWalk {
 public:
  explicit ByteWalk(const TokenTrie& trie) : trie_(&trie) {}

  /// A token begins.
  void Begin() { node_ = TokenTrie::kRoot; }

  [[nodiscard]] TokenTrie::Node node() const { return node_; }
  [[nodiscard]] bool at_root() const { return node_ == TokenTrie::kRoot; }

  /// Whether it is open that the token ends here: it may, and may go on.
  [[nodiscard]] bool may_end() const { return trie_->is_token(node_) && trie_->has_children(node_); }
  /// Whether it ends here for certain.
  [[nodiscard]] bool must_end() const { return trie_->is_token(node_) && !trie_->has_children(node_); }
  [[nodiscard]] std::uint32_t token() const { return trie_->token(node_); }

  /// The probability that it ends here, of 2^22, never certain; where it may_end().
  [[nodiscard]] std::uint32_t EndProbability(const TokenMasses& masses) const {
    constexpr std::uint32_t kOne = 1U << 22;
    const TokenTrie::Range range = trie_->range(node_);
    const std::uint64_t own = masses.Of(range.first, range.own);
    const std::uint64_t all = own + masses.Of(range.own, range.end);
    const unsigned shift = ShiftTo(all, 41);
    return std::clamp<std::uint32_t>(static_cast<std::uint32_t>(((own >> shift) << 22) / (all >> shift)), 1, kOne - 1);
  }

  /// The frequencies of the next byte, given that the token does not end: 256 of them, each at least 1, that sum to at
  /// most 2^24. Where a node has no children all are equal.
  void Frequencies(const TokenMasses& masses, std::span<Frequency> frequencies) const {
    constexpr std::uint64_t kShared = (1U << 24) - 256;
    std::ranges::fill(frequencies, 1U);
    const TokenTrie::Range range = trie_->range(node_);
    if (range.own == range.end) return;
    const std::uint64_t all = masses.Of(range.own, range.end);
    const unsigned shift = ShiftTo(all, 39);
    const std::uint64_t divisor = all >> shift;
    const TokenTrie::Node first = trie_->first_child(node_);
    for (TokenTrie::Node child = first; child < first + trie_->child_count(node_); ++child) {
      const TokenTrie::Range of_child = trie_->range(child);
      const std::uint64_t mass = masses.Of(of_child.first, of_child.end) >> shift;
      frequencies[trie_->byte(child)] += static_cast<Frequency>(mass * kShared / divisor);
    }
  }

  /// Goes on with `byte`; false, and at the root again, if no token does.
  bool Take(std::uint8_t byte) {
    const TokenTrie::Node child = trie_->Child(node_, byte);
    node_ = child == TokenTrie::kNone ? TokenTrie::kRoot : child;
    return child != TokenTrie::kNone;
  }

 private:
  /// How far to the right for `mass` to have at most `bits` bits.
  static unsigned ShiftTo(std::uint64_t mass, unsigned bits) {
    const auto width = static_cast<unsigned>(std::bit_width(mass));
    return width > bits ? width - bits : 0;
  }

  const TokenTrie* trie_;
  TokenTrie::Node node_ = TokenTrie::kRoot;
};

}  // namespace llmzip::tokens

#endif  // LLMZIP_PREDICTORS_TOKENS_BYTE_WALK_H_
