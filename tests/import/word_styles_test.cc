// Tokenisers made of GGUF's metadata open, and cut words where their style says.
#include "import/word_styles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "import/made_tokenizer.h"
#include "tokenisers/open_tokeniser.h"

namespace llmzip::importer {
namespace {

/// The pieces in which a text of the letters, digits and marks below is coded, when all within a word merges.
std::vector<std::string> WordsOf(std::string_view style, const std::string& text) {
  std::vector<NamedToken> tokens;
  for (const char c : std::string_view("aAbB12;'s")) tokens.push_back({std::string(1, c), TokenKind::kNormal});
  tokens.push_back({"\xC4\xA0", TokenKind::kNormal});  // a space
  std::vector<std::string> merges;
  const std::size_t letters = tokens.size();
  const auto merge = [&](std::size_t left, std::size_t right) {
    merges.push_back(tokens[left].name + " " + tokens[right].name);
    tokens.push_back({tokens[left].name + tokens[right].name, TokenKind::kNormal});
  };
  for (std::size_t i = 0; i < letters * letters; ++i) merge(i / letters, i % letters);
  const std::size_t pairs = tokens.size();
  for (std::size_t i = letters; i < pairs; ++i) {
    for (std::size_t j = 0; j < letters; ++j) {
      merge(i, j);
      merge(j, i);
    }
  }
  const auto made = TokenizerOfMerges(tokens, merges, style);
  EXPECT_TRUE(made.ok()) << made.status().message();
  TokeniserFiles files;
  files.tokenizer_json = *made;
  const auto tokeniser = OpenTokeniser(files);
  EXPECT_TRUE(tokeniser.ok()) << style << ": " << tokeniser.status().message();
  if (!tokeniser.ok()) return {};
  const auto ids = (*tokeniser)->Encode({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  std::vector<std::string> words;
  for (const Symbol id : *ids) {
    const ByteView meaning = (*tokeniser)->Meaning(id);
    words.emplace_back(meaning.begin(), meaning.end());
  }
  return words;
}

using ::testing::ElementsAre;

TEST(WordStyles, CutWhereTheySay) {
  EXPECT_THAT(WordsOf("gpt-2", "ab 12 a's;;"), ElementsAre("ab", " 12", " a", "'s", ";;"));
  EXPECT_THAT(WordsOf("smollm", "ab 12 a's;;"), ElementsAre("ab", " ", "1", "2", " a", "'s", ";;"));
  EXPECT_THAT(WordsOf("qwen2", "ab 12;ab"), ElementsAre("ab", " ", "1", "2", ";ab"));
  EXPECT_THAT(WordsOf("llama-bpe", "ab 12;ab"), ElementsAre("ab", " ", "12", ";ab"));
  EXPECT_THAT(WordsOf("tekken", "abB 12"), ElementsAre("ab", "B", " ", "1", "2"));
  EXPECT_THAT(WordsOf("default", "ab;1212"), ElementsAre("ab", ";", "121", "2"));
}

TEST(WordStyles, AllOpen) {
  for (const char* const name :
       {"gpt-2", "gpt2", "phi-2", "mpt", "olmo", "smollm", "starcoder", "refact", "command-r", "codeshell", "exaone",
        "llama3", "llama-v3", "llama-bpe", "dbrx", "smaug-bpe", "qwen2", "tekken", "default"}) {
    EXPECT_FALSE(WordsOf(name, "a").empty()) << name;
  }
  EXPECT_EQ(WordStyleNamed("unheard-of"), nullptr);
}

}  // namespace
}  // namespace llmzip::importer
