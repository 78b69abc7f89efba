// tokenizer.json: what its fields do, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "tokenisers/fixtures.h"
#include "tokenisers/open_tokeniser.h"

namespace llmzip::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Json = nlohmann::json;

// A vocabulary of a, b, c, ab, abc and a space, as byte-level writes them, and one special token.
Json ByteLevel() {
  return Json::parse(R"({
    "added_tokens": [{"id": 6, "content": "<end>", "special": true}],
    "normalizer": null, "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false},
    "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "c": 2, "ab": 3, "abc": 4, "\u0120": 5},
              "merges": ["a b", "ab c"]}})");
}

// The same with marked spaces, and two bytes to fall back on.
Json SpacesMarked() {
  return Json::parse(R"({
    "normalizer": {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "\u2581"},
                   {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"}]},
    "model": {"type": "BPE", "byte_fallback": true, "merges": [["a", "b"], ["\u2581", "ab"]],
              "vocab": {"<unk>": 0, "<0x61>": 1, "<0x7A>": 2, "a": 3, "b": 4, "\u2581": 5, "ab": 6, "\u2581ab": 7}}})");
}

std::vector<Symbol> Ids(const Json& json, std::string_view text) {
  const auto tokeniser = OpenJson(json.dump());
  if (!tokeniser.ok()) {
    ADD_FAILURE() << tokeniser.status().message();
    return {};
  }
  ExpectLossless(**tokeniser, text);
  const auto ids = (*tokeniser)->Encode(BytesOf(text));
  return ids.ok() ? *ids : std::vector<Symbol>();
}

void ExpectRefused(const Json& json, StatusCode code, std::string_view message) {
  const auto tokeniser = OpenJson(json.dump());
  ASSERT_FALSE(tokeniser.ok()) << json.dump();
  EXPECT_EQ(tokeniser.status().code(), code) << tokeniser.status().message();
  EXPECT_THAT(tokeniser.status().message(), HasSubstr(message));
}

TEST(TokenizerJson, ByteLevel) {
  EXPECT_THAT(Ids(ByteLevel(), "abcab a"), ElementsAre(4, 3, 5, 0));
  EXPECT_THAT(Ids(ByteLevel(), "z<end>"), ::testing::Each(::testing::Ge(0)));
  EXPECT_THAT(Ids(ByteLevel(), "z"), ElementsAre(7 + 'z'));  // the escape, behind seven ids
}

TEST(TokenizerJson, SpacesMarked) {
  EXPECT_THAT(Ids(SpacesMarked(), "ab abz"), ElementsAre(6, 7, 2));
  EXPECT_THAT(Ids(SpacesMarked(), "y"), ElementsAre(8 + 'y'));
}

TEST(TokenizerJson, Metaspace) {
  Json json = SpacesMarked();
  json["normalizer"] = nullptr;
  json["pre_tokenizer"] = {{"type", "Metaspace"}, {"replacement", "\u2581"}, {"prepend_scheme", "first"}};
  json["model"]["vocab"]["\u2581\u2581"] = 8;
  json["model"]["merges"].push_back({"\u2581", "\u2581"});
  EXPECT_THAT(Ids(json, "ab  ab"), ElementsAre(6, 5, 7));
  json["pre_tokenizer"]["split"] = false;
  EXPECT_THAT(Ids(json, "ab   ab"), ElementsAre(6, 8, 7));
}

TEST(TokenizerJson, SpacesReplacedThenSplit) {  // Gemma
  Json json = SpacesMarked();
  json["normalizer"] = json["normalizer"]["normalizers"][1];
  json["pre_tokenizer"] = {{"type", "Split"}, {"pattern", {{"String", " "}}}, {"behavior", "MergedWithPrevious"}};
  EXPECT_THAT(Ids(json, "ab ab"), ElementsAre(6, 7));
}

TEST(TokenizerJson, WholeWordsFirst) {
  Json json = ByteLevel();
  json["model"]["merges"] = Json::array();
  EXPECT_THAT(Ids(json, "abc abc"), ElementsAre(0, 1, 2, 5, 0, 1, 2));
  json["model"]["ignore_merges"] = true;
  json["pre_tokenizer"] = Json::parse(R"({"type": "Sequence", "pretokenizers": [{"type": "Split", "invert": true,
      "pattern": {"Regex": "[a-z]+"}, "behavior": "Removed"}, {"type": "ByteLevel", "use_regex": false}]})");
  EXPECT_THAT(Ids(json, "abc ca"), ElementsAre(4, 5, 2, 0));
}

TEST(TokenizerJson, AddedTokens) {
  Json json = ByteLevel();
  json["added_tokens"].push_back({{"id", 7}, {"content", "b "}, {"special", false}, {"normalized", true}});
  json["added_tokens"].push_back({{"id", 8}, {"content", "ab!"}, {"special", false}, {"normalized", false}});
  json["added_tokens"].push_back({{"id", 12}, {"content", "ca"}, {"special", false}, {"lstrip", true}});
  EXPECT_THAT(Ids(json, "ab ab!b ca"), ElementsAre(0, 7, 8, 7, 2, 0));
  EXPECT_EQ((*OpenJson(json.dump()))->vocabulary_size(), 13);
}

TEST(TokenizerJson, SpecialTokensAreNeverMade) {
  Json json = ByteLevel();
  json["added_tokens"].push_back({{"id", 4}, {"content", "abc"}, {"special", true}});
  EXPECT_THAT(Ids(json, "abc"), ElementsAre(3, 2));
}

TEST(TokenizerJson, Beginning) {
  Json json = ByteLevel();
  EXPECT_FALSE((*OpenJson(json.dump()))->beginning().has_value());
  json["post_processor"] = Json::parse(R"({"type": "Sequence", "processors": [{"type": "ByteLevel"},
      {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<end>"}}, {"Sequence": {"id": "A"}}]}]})");
  EXPECT_EQ((*OpenJson(json.dump()))->beginning(), 6);
  json["added_tokens"].push_back({{"id", 7}, {"content", "<|endoftext|>"}, {"special", true}});
  EXPECT_EQ((*OpenJson(json.dump()))->beginning(), 6);
  const std::string text = json.dump();
  for (const char* const config :
       {R"({"bos_token": "<|endoftext|>"})", R"({"bos_token": {"content": "<|endoftext|>"}})"}) {
    TokeniserFiles files;
    files.tokenizer_json = BytesOf(text);
    files.tokenizer_config_json = BytesOf(config);
    EXPECT_EQ((*OpenTokeniser(files))->beginning(), 7);
  }
  json["post_processor"] = nullptr;
  EXPECT_EQ((*OpenJson(json.dump()))->beginning(), 7);
}

TEST(TokenizerJson, Contradictions) {
  const struct {
    const char* message;
    std::function<void(Json&)> change;
  } cases[] = {
      {"no model", [](Json& j) { j.erase("model"); }},
      {"no vocabulary", [](Json& j) { j["model"].erase("vocab"); }},
      {"no merges", [](Json& j) { j["model"]["merges"] = "a b"; }},
      {"belongs to two tokens", [](Json& j) { j["model"]["vocab"]["d"] = 1; }},
      {"not a number", [](Json& j) { j["model"]["vocab"]["d"] = -1; }},
      {"not a number", [](Json& j) { j["model"]["vocab"]["d"] = "7"; }},
      {"merge 2 is not a pair", [](Json& j) { j["model"]["merges"].push_back("a b c"); }},
      {"merge 2 is not a pair", [](Json& j) { j["model"]["merges"].push_back(Json::array({"a"})); }},
      {"merge 2 names a token that is not in", [](Json& j) { j["model"]["merges"].push_back("a d"); }},
      {"merge 2 names a token that is not in", [](Json& j) { j["model"]["merges"].push_back("b a"); }},
      {"disagree on the id 1", [](Json& j) { j["added_tokens"][0]["id"] = 1; }},
      {"disagree on the id 9",
       [](Json& j) {
         j["added_tokens"].push_back({{"id", 9}, {"content", "<end>"}});
       }},
      {"without an id", [](Json& j) { j["added_tokens"][0].erase("id"); }},
      {"without usable content", [](Json& j) { j["added_tokens"][0]["content"] = ""; }},
      {"without usable content", [](Json& j) { j["added_tokens"][0]["content"] = std::string(5000, 'a'); }},
      {"'special' is not a boolean", [](Json& j) { j["added_tokens"][0]["special"] = 1; }},
      {"'added_tokens' is not a list", [](Json& j) { j["added_tokens"] = Json::object(); }},
      {"does not compile",
       [](Json& j) {
         j["pre_tokenizer"] = {{"type", "Split"}, {"pattern", {{"Regex", "(("}}}};
       }},
      {"a pattern is missing",
       [](Json& j) {
         j["pre_tokenizer"] = {{"type", "Split"}, {"pattern", "x"}};
       }},
      {"a sequence without",
       [](Json& j) {
         j["pre_tokenizer"] = {{"type", "Sequence"}};
       }},
  };
  for (const auto& one : cases) {
    Json json = ByteLevel();
    one.change(json);
    ExpectRefused(json, StatusCode::kCorrupt, one.message);
  }
}

TEST(TokenizerJson, Unknown) {
  const struct {
    const char* message;
    std::function<void(Json&)> change;
  } cases[] = {
      {"'Unigram', not BPE", [](Json& j) { j["model"]["type"] = "Unigram"; }},
      {"end_of_word_suffix", [](Json& j) { j["model"]["end_of_word_suffix"] = "</w>"; }},
      {"the normalizer 'Lowercase'",
       [](Json& j) {
         j["normalizer"] = {{"type", "Lowercase"}};
       }},
      {"Replace of other than spaces",
       [](Json& j) {
         j["normalizer"] = {{"type", "Replace"}, {"pattern", {{"String", "a"}}}, {"content", "b"}};
       }},
      {"the pre-tokenizer 'Whitespace'",
       [](Json& j) {
         j["pre_tokenizer"] = {{"type", "Whitespace"}};
       }},
      {"neither byte-level nor", [](Json& j) { j["pre_tokenizer"] = nullptr; }},
      {"after ByteLevel, 'Digits'",
       [](Json& j) {
         j["pre_tokenizer"] = {{"type", "Sequence"}, {"pretokenizers", {j["pre_tokenizer"], {{"type", "Digits"}}}}};
       }},
      {"the behaviour 'Odd'",
       [](Json& j) {
         j["pre_tokenizer"] = {{"type", "Split"}, {"pattern", {{"Regex", "a"}}}, {"behavior", "Odd"}};
       }},
  };
  for (const auto& one : cases) {
    Json json = ByteLevel();
    one.change(json);
    ExpectRefused(json, StatusCode::kUnsupported, one.message);
  }
}

TEST(TokenizerJson, TooMuch) {
  Json json = ByteLevel();
  json["model"]["vocab"]["d"] = kMaxAlphabetSize;
  ExpectRefused(json, StatusCode::kLimitExceeded, "beyond the largest vocabulary");
  json["model"]["vocab"]["d"] = kMaxAlphabetSize - 1;
  EXPECT_EQ((*OpenJson(json.dump()))->vocabulary_size(), kMaxAlphabetSize);
  Json stages = Json::array();
  for (int i = 0; i < 100; ++i) stages.push_back({{"type", "Digits"}});
  json["pre_tokenizer"] = {{"type", "Sequence"}, {"pretokenizers", stages}};
  ExpectRefused(json, StatusCode::kLimitExceeded, "too many pre-tokenizers");

  const auto code = [](const std::string& text) { return OpenJson(text).status().code(); };
  EXPECT_EQ(code("{\"model\":" + std::string(100'000, '[')), StatusCode::kLimitExceeded);
  EXPECT_EQ(code("{\"model\":[" + std::string(7'000'000, ',')), StatusCode::kLimitExceeded);
  EXPECT_EQ(code(std::string(kMaxTokeniserFileBytes + 1, ' ')), StatusCode::kLimitExceeded);
  for (const char* const text : {"[]", "{", "null", "\xFF", "{\"model\": \"\\ud800\"}", " "}) {
    EXPECT_EQ(code(text), StatusCode::kCorrupt) << text;
  }
}

TEST(TokenizerJson, NoFiles) { EXPECT_EQ(OpenTokeniser({}).status().code(), StatusCode::kNotFound); }

// Every byte of a real file, damaged: refused, or lossless all the same.
TEST(TokenizerJson, DamagedFixture) {
  const std::string good = FixtureFile("llama2.json");
  for (std::size_t at = 0; at < good.size(); at += 37) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << at % 7));
    const auto tokeniser = OpenJson(bad);
    if (tokeniser.ok()) ExpectLossless(**tokeniser, " Once upon a time\n\xE2\x96\x81\xFF\xE4\xB8\x80");
  }
}

}  // namespace
}  // namespace llmzip::testing
