// A token byte by byte costs what it costs at once.
#include "predictors/tokens/byte_walk.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "llmzip/codec.h"
#include "support/random_language.h"

namespace llmzip::tokens {
namespace {

class ByteWalkTest : public ::testing::Test {
 protected:
  ByteWalkTest() : tokens_(testing::RandomTokens(2000, 3)) {
    for (const std::string& token : tokens_) {
      bytes_.insert(bytes_.end(), token.begin(), token.end());
      ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    }
    trie_.emplace(bytes_, ends_);
  }

  /// As a language model's are: most tiny, a few large.
  void MakeWeights(unsigned seed) {
    std::mt19937 random(seed);
    weights_.resize(tokens_.size());
    for (std::uint32_t& weight : weights_) weight = 1U + (random() >> (4 + random() % 28));
    masses_.Set(weights_);
  }

  std::vector<std::string> tokens_;
  Bytes bytes_;
  std::vector<std::uint32_t> ends_;
  std::optional<TokenTrie> trie_;
  std::vector<std::uint32_t> weights_;
  TokenMasses masses_;
};

TEST_F(ByteWalkTest, DecisionsMultiplyToTheTokensProbability) {
  MakeWeights(1);
  double sum = 0;
  for (const std::uint32_t weight : weights_) sum += weight;
  double walked = 0;  // mean code lengths under the distribution itself
  double at_once = 0;
  for (std::size_t t = 0; t < tokens_.size(); ++t) {
    ByteWalk walk(*trie_);
    walk.Begin();
    double bits = 0;
    for (std::size_t i = 0; i < tokens_[t].size(); ++i) {
      if (i > 0 && walk.may_end()) bits -= std::log2(1 - walk.EndProbability(masses_) * 0x1p-22);
      std::array<Frequency, 256> frequencies;
      walk.Frequencies(masses_, frequencies);
      double all = 0;
      for (const Frequency frequency : frequencies) all += frequency;
      ASSERT_LE(all, 0x1p24);
      const auto byte = static_cast<std::uint8_t>(tokens_[t][i]);
      bits += std::log2(all / frequencies[byte]);
      ASSERT_TRUE(walk.Take(byte));
    }
    if (walk.may_end()) {
      bits -= std::log2(walk.EndProbability(masses_) * 0x1p-22);
    } else {
      ASSERT_TRUE(walk.must_end());
    }
    ASSERT_EQ(walk.token(), t);
    const double probability = weights_[t] / sum;
    walked += probability * bits;
    at_once -= probability * std::log2(probability);
  }
  EXPECT_NEAR(walked / at_once, 1.0, 1e-4);
}

TEST_F(ByteWalkTest, MassesAreSumsOfAnyRange) {
  MakeWeights(2);
  for (std::size_t first = 0; first < weights_.size(); first += 61) {
    std::uint64_t sum = 0;
    for (std::size_t end = first; end < weights_.size(); ++end) {
      ASSERT_EQ(masses_.Of(first, end), sum);
      sum += weights_[end];
    }
    ASSERT_EQ(masses_.Of(first, weights_.size()), sum);
  }
}

TEST_F(ByteWalkTest, ByteOfNoTokenBeginsAnew) {
  const Bytes bytes = {'a', 'b'};
  const std::vector<std::uint32_t> ends = {2};
  const TokenTrie trie(bytes, ends);
  const std::vector<std::uint32_t> weights = {1U << 28};
  TokenMasses masses;
  masses.Set(weights);
  ByteWalk walk(trie);
  walk.Begin();
  EXPECT_FALSE(walk.may_end());
  ASSERT_TRUE(walk.Take('a'));
  EXPECT_FALSE(walk.may_end());
  EXPECT_FALSE(walk.must_end());
  EXPECT_FALSE(walk.Take('x'));
  EXPECT_TRUE(walk.at_root());
  std::array<Frequency, 256> frequencies;
  walk.Frequencies(masses, frequencies);
  EXPECT_EQ(frequencies['x'], 1U);
  EXPECT_GT(frequencies['a'], 0xFFFF00U);
}

}  // namespace
}  // namespace llmzip::tokens
