#include "predictors/tokens/token_trie.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/random_language.h"

namespace llmzip::tokens {
namespace {

struct Vocabulary {
  Bytes bytes;
  std::vector<std::uint32_t> ends;
};

Vocabulary VocabularyOf(const std::vector<std::string>& tokens) {
  Vocabulary vocabulary;
  for (const std::string& token : tokens) {
    vocabulary.bytes.insert(vocabulary.bytes.end(), token.begin(), token.end());
    vocabulary.ends.push_back(static_cast<std::uint32_t>(vocabulary.bytes.size()));
  }
  return vocabulary;
}

ByteView View(const std::string& text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

TEST(TokenTrie, KnowsRangesOfNeighbours) {
  const Vocabulary vocabulary = VocabularyOf({"a", "ab", "abc", "abd", "b", "b", "ba"});
  const TokenTrie trie(vocabulary.bytes, vocabulary.ends);
  const TokenTrie::Node a = trie.Child(TokenTrie::kRoot, 'a');
  const TokenTrie::Node ab = trie.Child(a, 'b');
  EXPECT_EQ(trie.range(TokenTrie::kRoot).first, 0U);
  EXPECT_EQ(trie.range(TokenTrie::kRoot).own, 0U);
  EXPECT_EQ(trie.range(TokenTrie::kRoot).end, 7U);
  EXPECT_EQ(trie.range(ab).first, 1U);
  EXPECT_EQ(trie.range(ab).own, 2U);
  EXPECT_EQ(trie.range(ab).end, 4U);
  EXPECT_EQ(trie.child_count(ab), 2U);
  EXPECT_TRUE(trie.has_children(ab));
  EXPECT_FALSE(trie.has_children(trie.Child(ab, 'd')));
  // Two tokens of the same bytes: the first stands for both.
  const TokenTrie::Node b = trie.Child(TokenTrie::kRoot, 'b');
  EXPECT_EQ(trie.range(b).own - trie.range(b).first, 2U);
  EXPECT_EQ(trie.token(b), 4U);
  EXPECT_EQ(trie.Child(b, 'b'), TokenTrie::kNone);
}

TEST(TokenTrie, FindsTheLongest) {
  const Vocabulary vocabulary = VocabularyOf({"a", "abc", "b"});
  const TokenTrie trie(vocabulary.bytes, vocabulary.ends);
  EXPECT_EQ(trie.Longest(View("abd")).size, 1U);
  EXPECT_EQ(trie.Longest(View("abd")).token, 0U);
  EXPECT_EQ(trie.Longest(View("abcd")).size, 3U);
  EXPECT_EQ(trie.Longest(View("abcd")).token, 1U);
  EXPECT_EQ(trie.Longest(View("ca")).size, 0U);
  EXPECT_EQ(trie.Longest({}).size, 0U);
}

TEST(TokenTrie, FindsEveryTokenOfALargeVocabulary) {
  const std::vector<std::string> tokens = testing::RandomTokens(3000, 7);
  const Vocabulary vocabulary = VocabularyOf(tokens);
  const TokenTrie trie(vocabulary.bytes, vocabulary.ends);
  for (std::uint32_t t = 0; t < tokens.size(); ++t) {
    const TokenTrie::Found found = trie.Longest(View(tokens[t]));
    ASSERT_EQ(found.size, tokens[t].size());
    ASSERT_EQ(found.token, t);
  }
}

}  // namespace
}  // namespace llmzip::tokens
