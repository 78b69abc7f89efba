// TokenMasses: a language model's distribution over the next token, as integer weights that can be summed over any
// range of neighbouring tokens: what the walk down the trie asks for.
//
//   weights   w[0] w[1] … w[63] | w[64] …      one for each token, at least 1, below 2^29
//   blocks          0           | sum of 64 | sum of 128 …
//
// Thread safety: none.
#ifndef LLMZIP_PREDICTORS_TOKENS_TOKEN_MASSES_H_
#define LLMZIP_PREDICTORS_TOKENS_TOKEN_MASSES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace llmzip::tokens {

class TokenMasses {
 public:
  static constexpr std::size_t kBlock = 64;

  /// `weights` are of all tokens and stay valid as long as sums are asked for.
  void Set(std::span<const std::uint32_t> weights) {
    weights_ = weights;
    sums_.resize(weights.size() / kBlock + 1);
    std::uint64_t sum = 0;
    for (std::size_t block = 0; block < sums_.size(); ++block) {
      sums_[block] = sum;
      const std::size_t end = block + 1 < sums_.size() ? (block + 1) * kBlock : block * kBlock;
      std::uint64_t of_block = 0;
      for (std::size_t t = block * kBlock; t < end; ++t) of_block += weights[t];
      sum += of_block;
    }
  }

  /// Of the tokens before `token`.
  [[nodiscard]] std::uint64_t Before(std::size_t token) const {
    std::uint64_t sum = sums_[token / kBlock];
    for (std::size_t t = token / kBlock * kBlock; t < token; ++t) sum += weights_[t];
    return sum;
  }

  [[nodiscard]] std::uint64_t Of(std::size_t first, std::size_t end) const {
    if (end - first < kBlock) {
      std::uint64_t sum = 0;
      for (std::size_t t = first; t < end; ++t) sum += weights_[t];
      return sum;
    }
    return Before(end) - Before(first);
  }

 private:
  std::span<const std::uint32_t> weights_;
  std::vector<std::uint64_t> sums_;
};

}  // namespace llmzip::tokens

#endif  // LLMZIP_PREDICTORS_TOKENS_TOKEN_MASSES_H_
