// Tokens are those of the reference implementations: Hugging Face's tokenizers and SentencePiece's own library.
//
// data/digests.txt has, for every fixture, a digest over the ids of each 25 of 10,000 strings. To see what the
// reference says of one string: make_fixtures.py show NAME NUMBER.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tokenisers/fixtures.h"

namespace llmzip::testing {
namespace {

constexpr std::size_t kStrings = 10'000;
constexpr std::size_t kChunk = 25;
constexpr std::uint64_t kSeed = 20;
constexpr std::size_t kDigits = 8;

// FNV-1a, as make_fixtures.py has it.
class IdDigest {
 public:
  void Add(const std::vector<Symbol>& ids) {
    AddNumber(static_cast<std::uint32_t>(ids.size()));
    for (const Symbol id : ids) AddNumber(id);
  }

  [[nodiscard]] std::string Hexadecimal() const {
    std::string digits(kDigits, '0');
    for (std::size_t i = 0; i < kDigits; ++i) digits[i] = "0123456789abcdef"[value_ >> (60 - 4 * i) & 0xF];
    return digits;
  }

 private:
  void AddNumber(std::uint32_t number) {
    for (unsigned shift = 0; shift < 32; shift += 8) value_ = (value_ ^ (number >> shift & 0xFF)) * 0x100000001B3U;
  }
  std::uint64_t value_ = 0xCBF29CE484222325U;
};

std::string ExpectedDigests(const std::string& name) {
  std::istringstream lines(FixtureFile("digests.txt"));
  std::string found, digests;
  while (lines >> found >> digests) {
    if (found == name) return digests;
  }
  ADD_FAILURE() << "no digests of " << name;
  return {};
}

// Tokenisers of SentencePiece's kind are trained with a space in front of every text.
bool PutsSpaceInFront(const std::string& name) { return name.ends_with(".model") || name == "llama2.json"; }

// The same pieces in another order are as likely to a unigram model, and versions of SentencePiece choose differently.
bool OrderIsOpen(const std::string& name) { return name.find("unigram") != std::string::npos; }

class Parity : public ::testing::TestWithParam<std::string> {};

TEST_P(Parity, TokensAreTheReferences) {
  const auto tokeniser = OpenFixture(GetParam());
  const std::vector<std::string> strings = ParityStrings(kStrings, kSeed);
  const std::string expected = ExpectedDigests(GetParam());
  ASSERT_EQ(expected.size(), kStrings / kChunk * kDigits);
  std::size_t differing = 0;
  for (std::size_t first = 0; first < kStrings; first += kChunk) {
    IdDigest digest;
    for (std::size_t i = first; i < first + kChunk; ++i) {
      const std::string text = (PutsSpaceInFront(GetParam()) && !strings[i].empty() ? " " : "") + strings[i];
      auto ids = tokeniser->Encode(BytesOf(text));
      ASSERT_TRUE(ids.ok()) << ids.status().message();
      ASSERT_EQ(Decoded(*tokeniser, *ids), text);
      if (OrderIsOpen(GetParam())) std::ranges::sort(*ids);
      digest.Add(*ids);
    }
    if (digest.Hexadecimal() == expected.substr(first / kChunk * kDigits, kDigits)) continue;
    ++differing;
    if (differing == 1) ADD_FAILURE() << GetParam() << ": the strings from " << first << " on have other tokens";
  }
  EXPECT_EQ(differing, 0) << "of " << kStrings / kChunk << " chunks";
}

INSTANTIATE_TEST_SUITE_P(All, Parity, ::testing::ValuesIn(FixtureNames()),
                         [](const auto& info) { return info.param.substr(0, info.param.find('.')); });

TEST(ParityStrings, AreOfEveryKind) {
  std::string all;
  for (const std::string& string : ParityStrings(kStrings, kSeed)) all += string;
  for (const char* const part : {"'LL", "\xF0\x9F\x98", "\xD0\xB6", "\r\n\r\n", "\xE4\xB8", "  ", "\x7F", "\xCC\x81"}) {
    EXPECT_THAT(all, ::testing::HasSubstr(part));
  }
  EXPECT_GT(all.size(), 250'000);
}

}  // namespace
}  // namespace llmzip::testing
