// Whatever the bytes are, they come back from their tokens, with every fixture.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>

#include "base/split_mix.h"
#include "tokenisers/fixtures.h"
#include "tokenisers/word_tokeniser.h"

namespace llmzip::testing {
namespace {

std::string Noise(std::size_t size, std::uint64_t seed) {
  SplitMix64 random(seed);
  std::string noise(size, '\0');
  for (char& byte : noise) byte = static_cast<char>(random.Bits(8));
  return noise;
}

class Lossless : public ::testing::TestWithParam<std::string> {
 protected:
  const std::unique_ptr<Tokeniser> tokeniser_ = OpenFixture(GetParam());
};

TEST_P(Lossless, SingleBytes) {
  for (int byte = 0; byte < 256; ++byte) {
    ExpectLossless(*tokeniser_, std::string(1, static_cast<char>(byte)));
    ExpectLossless(*tokeniser_, std::string("a ") + static_cast<char>(byte) + " b");
  }
}

TEST_P(Lossless, Empty) {
  const auto symbols = tokeniser_->Encode({});
  ASSERT_TRUE(symbols.ok());
  EXPECT_TRUE(symbols->empty());
}

TEST_P(Lossless, RandomBytes) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) ExpectLossless(*tokeniser_, Noise(seed * 7 % 100, seed));
  ExpectLossless(*tokeniser_, Noise(200'000, 1000));
}

TEST_P(Lossless, DamagedText) {
  const std::vector<std::string> strings = ParityStrings(1000, 99);
  SplitMix64 random(5);
  for (std::string text : strings) {
    for (std::uint64_t damage = random.Bits(2); damage > 0 && !text.empty(); --damage) {
      const std::size_t at = random.Bits(32) % text.size();
      if (random.Bits(1) != 0) {
        text.erase(at, 1);
      } else {
        text[at] = static_cast<char>(random.Bits(8));
      }
    }
    ExpectLossless(*tokeniser_, text);
  }
}

TEST_P(Lossless, WhatLooksLikeSomethingElse) {
  const char* const texts[] = {
      "\xE2\x96\x81",  // the mark for spaces
      "\xE2\x96\x81 \xE2\x96\x81word \xE2\x96\x81\xE2\x96\x81 \xE2\x96",
      "<s></s><unk><|endoftext|> <|endoftext|><|im_start|><|begin_of_text|><|padding|>",
      "<0x0A><0xE2>",
      "<tool_call> a<tool_call><tool_call",
      "\xC4\xA0\xC4\x8A",                              // how byte-level vocabularies write a space and a line end
      "e\xCC\x81 \xC3\xA9 \xEF\xAC\x81 \xE2\x84\xAB",  // what normalisation folds
      "\xEF\xBB\xBF byte order mark",
      "  two  spaces   three    four\t\ttabs \n \n",
      " ",
      "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7",  // a family of three
      "\xED\xA0\x80\xED\xB0\x80",                                                  // surrogates
      "\xC0\x80\xE0\x80\x80\xF0\x80\x80\x80",                                      // overlong
      "\xF4\x90\x80\x80\xF5\xFF\xFE",                                              // beyond Unicode
      "\xE4\xB8",                                                                  // cut off
  };
  for (const char* const text : texts) ExpectLossless(*tokeniser_, text);
  ExpectLossless(*tokeniser_, std::string("\0\0a\0", 4));
}

TEST_P(Lossless, LongRuns) {
  for (const std::string unit : {" ", "a", "\n", "\xF0\x9F\x98\x80", "\xE2\x96\x81", "\xFF", "7", "ab "}) {
    std::string run;
    while (run.size() < 100'000) run += unit;
    ExpectLossless(*tokeniser_, run + "end");
  }
}

TEST_P(Lossless, WordsLongerThanAllowed) {
  std::string word = "x";
  while (word.size() < kMaxWordBytes + 1000) word += "\xC3\xA9";
  ExpectLossless(*tokeniser_, word);
  ExpectLossless(*tokeniser_, std::string(kMaxWordBytes + 1000, '\xFE'));
}

TEST_P(Lossless, OnlyWhatSaysSomething) {
  for (Symbol id = 0; id < tokeniser_->vocabulary_size(); ++id) {
    const ByteView meaning = tokeniser_->Meaning(id);
    ExpectLossless(*tokeniser_, {reinterpret_cast<const char*>(meaning.data()), meaning.size()});
  }
  ASSERT_TRUE(tokeniser_->beginning().has_value());
  EXPECT_TRUE(tokeniser_->Meaning(*tokeniser_->beginning()).empty());
}

TEST_P(Lossless, EscapesOnlyWithoutBytes) {
  EXPECT_EQ(tokeniser_->escapes(), GetParam() == "sentencepiece_folding_unigram.model");
}

TEST_P(Lossless, SameOnEveryThread) {
  const std::vector<std::string> strings = ParityStrings(300, 3);
  std::vector<std::vector<std::vector<Symbol>>> found(4);
  std::vector<std::thread> threads;
  for (auto& mine : found) {
    threads.emplace_back([&] {
      for (const std::string& text : strings) mine.push_back(*tokeniser_->Encode(BytesOf(text)));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& other : found) EXPECT_EQ(other, found.front());
}

INSTANTIATE_TEST_SUITE_P(All, Lossless, ::testing::ValuesIn(FixtureNames()),
                         [](const auto& info) { return info.param.substr(0, info.param.find('.')); });

}  // namespace
}  // namespace llmzip::testing
