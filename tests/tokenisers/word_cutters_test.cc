// Where text is cut: pre-tokenisers, spaces, valid UTF-8, added tokens.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>

#include "tokenisers/added_tokens.h"
#include "tokenisers/pre_tokeniser.h"
#include "tokenisers/space_cutter.h"
#include "tokenisers/utf8.h"

namespace llmzip {
namespace {

using ::testing::ElementsAre;
using Syntax = RegularExpression::Syntax;

std::vector<std::string> Words(const WordCutter& cutter, std::string_view text) {
  std::vector<std::string> words;
  cutter.Cut(text, [&](std::string_view word) { words.emplace_back(word); });
  return words;
}

SplitStage Stage(std::string_view pattern, SplitBehaviour behaviour = SplitBehaviour::kIsolated, bool inverted = false,
                 Syntax syntax = Syntax::kPattern) {
  auto expression = RegularExpression::Compile(pattern, syntax);
  EXPECT_TRUE(expression.ok()) << expression.status().message();
  return {*std::move(expression), behaviour, inverted};
}

template <typename... Stages>
std::vector<std::string> Split(std::string_view text, Stages... stages) {
  std::vector<SplitStage> list;
  (list.push_back(std::move(stages)), ...);
  return Words(PreTokeniser(std::move(list)), text);
}

// The examples of Hugging Face's documentation of Split.
TEST(PreTokeniser, Behaviours) {
  constexpr std::string_view kText = "the-final--countdown";
  EXPECT_THAT(Split(kText, Stage("-")), ElementsAre("the", "-", "final", "-", "-", "countdown"));
  EXPECT_THAT(Split(kText, Stage("-", SplitBehaviour::kMergedWithPrevious)),
              ElementsAre("the-", "final-", "-", "countdown"));
  EXPECT_THAT(Split(kText, Stage("-", SplitBehaviour::kMergedWithNext)),
              ElementsAre("the", "-final", "-", "-countdown"));
  EXPECT_THAT(Split(kText, Stage("-", SplitBehaviour::kContiguous)),
              ElementsAre("the", "-", "final", "--", "countdown"));
}

TEST(PreTokeniser, Inverted) {
  EXPECT_THAT(Split("ab12-", Stage("[0-9]", SplitBehaviour::kMergedWithNext, true)), ElementsAre("ab1", "2", "-"));
  EXPECT_THAT(Split("-a-", Stage("-", SplitBehaviour::kIsolated, true)), ElementsAre("-", "a", "-"));
}

TEST(PreTokeniser, OneAfterAnother) {
  EXPECT_THAT(Split("ab12 cd", Stage(" ?[a-z0-9]+"), Stage("[0-9]")), ElementsAre("ab", "1", "2", " cd"));
  EXPECT_THAT(Words(PreTokeniser({}), "as it is"), ElementsAre("as it is"));
  EXPECT_THAT(Split("", Stage("a")), ElementsAre());
}

// A pattern decides how long each byte takes, up to a limit: once 2 milliseconds, so hours for a few megabytes.
TEST(PreTokeniser, NoPatternTakesLong) {
  const std::string text(20'000, 'a');
  for (int doublings = 6; doublings <= 22; ++doublings) {
    const std::string times = std::to_string(doublings);
    for (const std::string& pattern :
         {"(?:a?){" + times + "}a{" + times + "}b|a", "(?:a?){" + times + "}a{" + times + "}b"}) {
      const std::clock_t before = std::clock();
      std::string joined;
      for (const std::string& word : Split(text, Stage(pattern))) joined += word;
      EXPECT_EQ(joined, text);
      EXPECT_LT(static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC, 3.0) << pattern;
    }
  }
}

// The limit is far above what the patterns of real tokenisers need, also for the longest runs.
TEST(PreTokeniser, RealPatternsNeverGiveUp) {
  const std::string patterns[] = {
      R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)",  // GPT-2
      // Llama 3, Qwen2 (which takes digits one by one), GPT-4o
      R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
      R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
      R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)"};
  const std::string pieces[] = {"a", "A",        "Ab",           "1", "!", " ", "\n", "\r\n", "\t", " \n",
                                "'", "\xC3\xA9", "\xE4\xB8\xAD", "a1"};
  for (const std::string& pattern : patterns) {
    const auto expression = RegularExpression::Compile(pattern, Syntax::kPattern);
    ASSERT_TRUE(expression.ok());
    for (const std::string& piece : pieces) {
      std::string text = "x";
      for (std::size_t i = 0; i < 60'000; ++i) text += piece;
      for (const char* const end : {"", "x", " ", "\n", "!"}) {
        const std::string whole = text + end;
        RegularExpression::Matcher matcher(*expression, whole.size());
        for (std::size_t from = 0; from < whole.size(); from = std::max(matcher.end(), from + 1)) {
          const auto result = matcher.Find(whole, from);
          ASSERT_EQ(result, RegularExpression::Result::kMatch)
              << pattern << ", " << piece << ", " << end << ", " << from;
        }
      }
    }
  }
}

TEST(PreTokeniser, Literal) {
  EXPECT_THAT(Split("a.b.+c", Stage(".", SplitBehaviour::kIsolated, false, Syntax::kLiteral)),
              ElementsAre("a", ".", "b", ".", "+c"));
}

TEST(PreTokeniser, EmptyMatchesCutNothing) {
  EXPECT_THAT(Split("\xC3\xA9\xC3\xA9", Stage("x*")), ElementsAre("\xC3\xA9\xC3\xA9"));
  EXPECT_THAT(Split("axxb", Stage("x*")), ElementsAre("a", "xx", "b"));
}

TEST(PreTokeniser, UnicodeAndLookahead) {
  EXPECT_THAT(Split("\xD0\x96\xD0\xB6 1\xC2\xB2  \xE3\x80\x80x", Stage(R"(\p{L}+|\p{N}+|\s+(?!\S)|\s+)")),
              ElementsAre("\xD0\x96\xD0\xB6", " ", "1\xC2\xB2", "  ", "\xE3\x80\x80", "x"));
  EXPECT_THAT(Split("IT'S", Stage("(?i:'s)")), ElementsAre("IT", "'S"));
}

// What blows up is one word to its end, where an x would have been found; what came before is cut.
TEST(PreTokeniser, LimitsEndInOneWord) {
  const std::string bad = std::string(5000, 'a') + "cx";
  EXPECT_THAT(Split("x" + bad, Stage("x|(a|a)+$")), ElementsAre("x", bad));
  EXPECT_THAT(Split("xaaacx", Stage("x|(a|a)+$")), ElementsAre("x", "aaac", "x"));
}

TEST(PreTokeniser, MatchesThatMove) {
  for (const char* const pattern : {R"(e\Kep)", R"((?<=k)\K)"}) {
    std::string joined;
    for (const std::string& word : Split("keep keep", Stage(pattern))) joined += word;
    EXPECT_EQ(joined, "keep keep");
  }
}

TEST(RegularExpression, Refused) {
  const auto code = [](std::string_view pattern) {
    return RegularExpression::Compile(pattern, Syntax::kPattern).status().code();
  };
  EXPECT_EQ(code("(a"), StatusCode::kCorrupt);
  EXPECT_EQ(code(R"(\p{Nonsense})"), StatusCode::kCorrupt);
  EXPECT_EQ(code(R"(a\C)"), StatusCode::kCorrupt);
  EXPECT_EQ(code("(((a{1,1000}){1,1000}){1,1000})"), StatusCode::kCorrupt);
  EXPECT_EQ(code(std::string(300, '(') + std::string(300, ')')), StatusCode::kCorrupt);
  EXPECT_EQ(code("\xFF"), StatusCode::kCorrupt);
  EXPECT_EQ(code("[a-z&&[^b]]"), StatusCode::kUnsupported);
  EXPECT_EQ(code(std::string(5000, 'a')), StatusCode::kLimitExceeded);
}

TEST(SpaceCutter, Cuts) {
  using Where = SpaceCutter::Where;
  constexpr std::string_view kText = "  a b   cd  ";
  EXPECT_THAT(Words(SpaceCutter(Where::kNowhere), kText), ElementsAre(kText));
  EXPECT_THAT(Words(SpaceCutter(Where::kBeforeRuns), kText), ElementsAre("  a", " b", "   cd", "  "));
  EXPECT_THAT(Words(SpaceCutter(Where::kBeforeEverySpace), kText),
              ElementsAre(" ", " a", " b", " ", " ", " cd", " ", " "));
  EXPECT_THAT(Words(SpaceCutter(Where::kBeforeRuns), ""), ElementsAre());
  EXPECT_EQ(SpaceCutter::Harmless(Vocabulary({" a", "  ", "b"})), Where::kBeforeRuns);
  EXPECT_EQ(SpaceCutter::Harmless(Vocabulary({" a", " a b"})), Where::kNowhere);
  EXPECT_EQ(SpaceCutter::Harmless(Vocabulary({"a "})), Where::kNowhere);
}

TEST(Utf8, ValidAndInvalid) {
  EXPECT_EQ(ValidPrefixSize("a\xC3\xA9\xE4\xB8\x80\xF0\x9F\x98\x80"), 10);
  EXPECT_EQ(ValidPrefixSize("a\xED\xA0\x80"), 1);  // a surrogate
  EXPECT_EQ(ValidPrefixSize("\xED\x9F\xBF\xEE\x80\x80"), 6);
  EXPECT_EQ(ValidPrefixSize("\xE0\x9F\xBF"), 0);      // overlong
  EXPECT_EQ(ValidPrefixSize("\xF0\x8F\xBF\xBF"), 0);  // overlong
  EXPECT_EQ(ValidPrefixSize("\xC1\xBF"), 0);          // overlong
  EXPECT_EQ(ValidPrefixSize("\xF4\x8F\xBF\xBF"), 4);
  EXPECT_EQ(ValidPrefixSize("\xF4\x90\x80\x80"), 0);     // beyond
  EXPECT_EQ(ValidPrefixSize("ab\xE4\xB8"), 2);           // cut off
  EXPECT_EQ(InvalidPrefixSize("\xFF\xC3\x80\x80z"), 1);  // then a character
  EXPECT_EQ(InvalidPrefixSize("\x80\x81\xFE"), 3);
  EXPECT_EQ(CharactersWithin("ab\xF0\x9F\x98\x80", 6), 6);
  EXPECT_EQ(CharactersWithin("ab\xF0\x9F\x98\x80z", 5), 2);
  EXPECT_EQ(CharactersWithin("ab\xF0\x9F\x98\x80z", 6), 6);
}

TEST(AddedTokens, LeftmostThenLongest) {
  AddedTokens tokens;
  EXPECT_FALSE(tokens.Find("anything", 0).has_value());
  tokens.Add("ab", 1);
  tokens.Add("abcd", 2);
  tokens.Add("bcde", 3);
  const auto find = [&](std::string_view text, std::size_t from) {
    const auto found = tokens.Find(text, from);
    return found ? std::array<std::size_t, 3>{found->begin, found->size, found->id} : std::array<std::size_t, 3>{};
  };
  EXPECT_EQ(find("xabcde", 0), (std::array<std::size_t, 3>{1, 4, 2}));
  EXPECT_EQ(find("xabce", 0), (std::array<std::size_t, 3>{1, 2, 1}));
  EXPECT_EQ(find("xabcde", 2), (std::array<std::size_t, 3>{2, 4, 3}));
  EXPECT_FALSE(tokens.Find("abcd", 1).has_value());
}

}  // namespace
}  // namespace llmzip
