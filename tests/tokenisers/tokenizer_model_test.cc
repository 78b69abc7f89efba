// tokenizer.model: what is refused, and what never reaches SentencePiece's library.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tokenisers/fixtures.h"
#include "tokenisers/open_tokeniser.h"
#include "tokenisers/protocol_buffer.h"
#include "tokenisers/sentencepiece_model.h"

namespace llmzip::testing {
namespace {

using ::testing::HasSubstr;
using Kind = SentencePieceModel::Kind;

SentencePieceModel Small() {
  SentencePieceModel model;
  model.type = SentencePieceModel::Type::kBpe;
  model.pieces = {{"<unk>", 0, Kind::kUnknown}, {"<s>", 0, Kind::kControl}, {"\xE2\x96\x81", 0, Kind::kNormal},
                  {"a", 0, Kind::kNormal},      {"aa", 0, Kind::kNormal},   {"gone", 0, Kind::kUnused}};
  return model;
}

StatusOr<std::unique_ptr<Tokeniser>> OpenModel(std::string_view file) {
  OpenFixture("sentencepiece_bpe.model");  // says where the module is
  TokeniserFiles files;
  files.tokenizer_model = BytesOf(file);
  return OpenTokeniser(files);
}

void ExpectFileRefused(std::string_view file, StatusCode code, std::string_view message) {
  const auto tokeniser = OpenModel(file);
  ASSERT_FALSE(tokeniser.ok()) << message;
  EXPECT_EQ(tokeniser.status().code(), code) << tokeniser.status().message();
  EXPECT_THAT(tokeniser.status().message(), HasSubstr(message));
}

TEST(TokenizerModel, Small) {
  const auto tokeniser = OpenModel(SerialiseWithoutNormalisation(Small()));
  ASSERT_TRUE(tokeniser.ok()) << tokeniser.status().message();
  EXPECT_EQ((*tokeniser)->vocabulary_size(), 6);
  EXPECT_EQ((*tokeniser)->beginning(), 1);
  EXPECT_TRUE((*tokeniser)->escapes());
  EXPECT_EQ(*(*tokeniser)->Encode(BytesOf("aaa az gone")),
            (std::vector<Symbol>{4, 3, 2, 3, 6 + 'z', 2, 6 + 'g', 6 + 'o', 6 + 'n', 6 + 'e'}));
}

TEST(TokenizerModel, Contradictions) {
  const struct {
    const char* message;
    void (*change)(SentencePieceModel&);
  } cases[] = {
      {"without usable text", [](SentencePieceModel& m) { m.pieces[3].text.clear(); }},
      {"without usable text", [](SentencePieceModel& m) { m.pieces[3].text = std::string("a\0b", 3); }},
      {"without usable text", [](SentencePieceModel& m) { m.pieces[3].text = "\xFF"; }},
      {"without usable text", [](SentencePieceModel& m) { m.pieces[3].text = std::string(5000, 'a'); }},
      {"a score that is not a number", [](SentencePieceModel& m) { m.pieces[3].score_bits = 0x7FC00000; }},
      {"unknown kind", [](SentencePieceModel& m) { m.pieces[3].kind = static_cast<Kind>(9); }},
      {"names no byte", [](SentencePieceModel& m) { m.pieces[3].kind = Kind::kByte; }},
      {"is there twice", [](SentencePieceModel& m) { m.pieces[3].text = "aa"; }},
      {"not exactly one unknown", [](SentencePieceModel& m) { m.pieces[3].kind = Kind::kUnknown; }},
      {"not exactly one unknown", [](SentencePieceModel& m) { m.pieces[0].kind = Kind::kNormal; }},
      {"no ordinary piece", [](SentencePieceModel& m) { m.pieces.resize(2); }},
      {"for some bytes only", [](SentencePieceModel& m) { m.byte_fallback = true; }},
      {"for some bytes only",
       [](SentencePieceModel& m) {
         m.pieces.push_back({"<0x41>", 0, Kind::kByte});
       }},
      {"no SentencePiece model", [](SentencePieceModel& m) { m.pieces.clear(); }},
  };
  for (const auto& one : cases) {
    SentencePieceModel model = Small();
    one.change(model);
    ExpectFileRefused(SerialiseWithoutNormalisation(model), StatusCode::kCorrupt, one.message);
  }
}

TEST(TokenizerModel, Unknown) {
  std::string trainer;
  AppendVarintField(24, 1, &trainer);
  std::string file = SerialiseWithoutNormalisation(Small());
  AppendBytesField(2, trainer, &file);
  ExpectFileRefused(file, StatusCode::kUnsupported, "end with their space");
  SentencePieceModel words = Small();
  words.type = static_cast<SentencePieceModel::Type>(3);
  ExpectFileRefused(SerialiseWithoutNormalisation(words), StatusCode::kUnsupported, "neither unigram nor BPE");
}

TEST(TokenizerModel, TooManyPieces) {
  SentencePieceModel model = Small();
  for (std::size_t i = 0; i < kMaxAlphabetSize; ++i)
    model.pieces.push_back({"p" + std::to_string(i), 0, Kind::kNormal});
  ExpectFileRefused(SerialiseWithoutNormalisation(model), StatusCode::kLimitExceeded, "more than 262144 pieces");
}

TEST(TokenizerModel, NotTheWireFormat) {
  for (const std::string file :
       {"\x0A", "\x0A\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", "\x07", "\x09\x01", "<html>"}) {
    ExpectFileRefused(file, StatusCode::kCorrupt, "tokenizer.model");
  }
}

// The normaliser's rules of a file do not count, nor does anything else the library need not know.
TEST(TokenizerModel, NormalisationIsLeftOut) {
  const std::string file = FixtureFile("sentencepiece_folding_unigram.model");
  const auto model = ParseSentencePieceModel(BytesOf(file));
  ASSERT_TRUE(model.ok());
  const std::string written = SerialiseWithoutNormalisation(*model);
  EXPECT_THAT(file, HasSubstr("user_defined"));  // its rules' name
  EXPECT_THAT(written, ::testing::Not(HasSubstr("user_defined")));
  const auto again = ParseSentencePieceModel(BytesOf(written));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(SerialiseWithoutNormalisation(*again), written);
  ExpectLossless(*OpenFixture("sentencepiece_folding_unigram.model"), "  \xEF\xAC\x81  ne  ");
}

// Scores whose sums are no numbers any more: the library gives up, the tokeniser does not.
TEST(TokenizerModel, AbsurdScores) {
  SentencePieceModel model = Small();
  model.type = SentencePieceModel::Type::kUnigram;
  model.pieces[3].score_bits = 0xFF7FFFFF;
  model.pieces[4].score_bits = 0xFF7FFFFF;
  model.pieces[0].score_bits = 0xFF7FFFFF;
  const auto tokeniser = OpenModel(SerialiseWithoutNormalisation(model));
  ASSERT_TRUE(tokeniser.ok()) << tokeniser.status().message();
  ExpectLossless(**tokeniser, "abc ab\n\xC3\xA9 aab\xC3\xA9 aaaaaa  zz");
}

TEST(TokenizerModel, DamagedFixture) {
  const std::string good = FixtureFile("sentencepiece_unigram.model");
  for (std::size_t at = 0; at < good.size(); at += 41) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << at % 8));
    const auto tokeniser = OpenModel(bad);
    if (tokeniser.ok()) ExpectLossless(**tokeniser, " Once upon a time\n\xE2\x96\x81\xFF\xE4\xB8\x80");
    const auto cut = OpenModel(std::string_view(good).substr(0, at));
    if (cut.ok()) ExpectLossless(**cut, " Once upon a time");
  }
}

}  // namespace
}  // namespace llmzip::testing
