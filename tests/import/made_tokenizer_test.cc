// Tokenisers of other forms, written as a tokenizer.json.
#include "import/made_tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "import/source_vocabulary.h"

namespace llmzip::importer {
namespace {

using OrderedJson = nlohmann::ordered_json;

TEST(MadeTokenizer, OfMerges) {
  const std::vector<NamedToken> tokens = {{"a", TokenKind::kNormal},        {"b", TokenKind::kNormal},
                                          {"ab", TokenKind::kNormal},       {"<x>", TokenKind::kControl},
                                          {"y z", TokenKind::kUserDefined}, {"[PAD]", TokenKind::kUnused},
                                          {"a", TokenKind::kNormal}};
  const auto made = TokenizerOfMerges(tokens, {"a b"}, "smollm");
  ASSERT_TRUE(made.ok());
  const auto vocabulary = VocabularyOfTokenizerJson(*made, {});
  ASSERT_TRUE(vocabulary.ok()) << vocabulary.status().message();
  ASSERT_EQ(vocabulary->tokens.size(), 5U);
  EXPECT_EQ(vocabulary->tokens[2].bytes, "ab");
  EXPECT_EQ(vocabulary->tokens[3].bytes, "");
  EXPECT_EQ(vocabulary->tokens[4].bytes, "y z");
  EXPECT_EQ(OrderedJson::parse(*made)["model"]["merges"], OrderedJson::parse(R"([["a","b"]])"));
}

TEST(MadeTokenizer, RefusesWhatItCannotWrite) {
  EXPECT_FALSE(TokenizerOfMerges({{"a", TokenKind::kNormal}}, {}, "unheard-of").ok());
  EXPECT_FALSE(TokenizerOfMerges({{"a", TokenKind::kNormal}}, {"ab"}, "gpt-2").ok());
  const auto unknown = TokenizerOfMerges({{"a", TokenKind::kNormal}}, {"a b"}, "gpt-2");
  ASSERT_TRUE(unknown.ok());
  EXPECT_FALSE(VocabularyOfTokenizerJson(*unknown, {}).ok());
}

TEST(MadeTokenizer, OfPieces) {
  const std::vector<ScoredPiece> pieces = {{"<unk>", 0, TokenKind::kUnknown},
                                           {"<0x41>", 0, TokenKind::kByte},
                                           {"a", -5, TokenKind::kNormal},
                                           {"b", -6, TokenKind::kNormal},
                                           {"ab", -2, TokenKind::kNormal},
                                           {"\xE2\x96\x81", -7, TokenKind::kNormal},
                                           {"ba", -1, TokenKind::kNormal},
                                           {"aba", -3, TokenKind::kNormal},
                                           {"\xE2\x96\x81\x61\x62", -4, TokenKind::kNormal}};
  const auto made = TokenizerOfPieces(pieces);
  ASSERT_TRUE(made.ok());
  const auto vocabulary = VocabularyOfTokenizerJson(*made, {});
  ASSERT_TRUE(vocabulary.ok()) << vocabulary.status().message();
  EXPECT_EQ(vocabulary->tokens[1].bytes, "A");
  EXPECT_TRUE(vocabulary->tokens[1].is_byte);
  EXPECT_EQ(vocabulary->tokens[8].bytes, " ab");
  // The best scores first; of ways to make one piece, by the ids of its parts.
  EXPECT_EQ(
      OrderedJson::parse(*made)["model"]["merges"],
      OrderedJson::parse("[[\"b\",\"a\"],[\"a\",\"b\"],[\"a\",\"ba\"],[\"ab\",\"a\"],[\"\xE2\x96\x81\",\"ab\"]]"));
}

TEST(MadeTokenizer, Beginnings) {
  const std::vector<NamedToken> tokens = {{"<|endoftext|>", TokenKind::kControl},
                                          {"<|im_start|>", TokenKind::kControl},
                                          {"<|im_end|>", TokenKind::kControl},
                                          {"a", TokenKind::kNormal}};
  const auto made = TokenizerOfMerges(tokens, {}, "gpt-2");
  ASSERT_TRUE(made.ok());
  TokenHints hints;
  std::vector<std::string> warnings;
  hints.warnings = &warnings;
  hints.begin_id = 1;
  hints.end_ids = {2, 77};
  auto vocabulary = VocabularyOfTokenizerJson(*made, hints);
  ASSERT_TRUE(vocabulary.ok());
  EXPECT_EQ(vocabulary->begin, 0U);  // not the one that opens a turn
  EXPECT_THAT(vocabulary->feedable, ::testing::ElementsAre(0, 1, 2));
  EXPECT_THAT(warnings, ::testing::ElementsAre(::testing::HasSubstr("token 77 of 4")));
  hints.beginning = "<|im_end|>";
  vocabulary = VocabularyOfTokenizerJson(*made, hints);
  EXPECT_EQ(vocabulary->begin, 2U);
}

}  // namespace
}  // namespace llmzip::importer
