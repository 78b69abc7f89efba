#include "predictors/tokens/segmentation.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace llmzip::tokens {
namespace {

// Tokens a, b, ab, abc; says that every token is one byte.
class OneByteTokeniser final : public Tokeniser {
 public:
  [[nodiscard]] std::uint32_t vocabulary_size() const override { return 256; }
  [[nodiscard]] ByteView Meaning(Symbol id) const override { return {&kBytes[id], 1}; }
  [[nodiscard]] StatusOr<std::vector<Symbol>> Encode(ByteView raw) const override {
    return std::vector<Symbol>(raw.begin(), raw.end() - lost);
  }
  [[nodiscard]] bool escapes() const override { return false; }
  [[nodiscard]] std::optional<Symbol> beginning() const override { return std::nullopt; }

  int lost = 0;

 private:
  static constexpr std::array<std::uint8_t, 256> kBytes = [] {
    std::array<std::uint8_t, 256> bytes{};
    for (unsigned b = 0; b < 256; ++b) bytes[b] = static_cast<std::uint8_t>(b);
    return bytes;
  }();
};

class SegmentationTest : public ::testing::Test {
 protected:
  static std::vector<std::size_t> SizesOf(const Segmentation& pieces, std::size_t size) {
    std::vector<std::size_t> sizes;
    for (std::size_t position = 0; position < size; position += sizes.back()) sizes.push_back(pieces.At(position).size);
    return sizes;
  }

  const Bytes bytes_ = {'a', 'a', 'b', 'a', 'b', 'c', 'b'};
  const std::vector<std::uint32_t> ends_ = {1, 3, 6, 7};
  const TokenTrie trie_{bytes_, ends_};
  const Bytes text_ = {'a', 'b', 'c', 'a', 'b', 'x', 'b'};
};

TEST_F(SegmentationTest, LongestTokensWithoutATokeniser) {
  const Segmentation pieces(text_, trie_, nullptr);
  EXPECT_EQ(SizesOf(pieces, text_.size()), (std::vector<std::size_t>{3, 2, 1, 1}));
  EXPECT_EQ(pieces.At(0).token, 2U);
  EXPECT_EQ(pieces.At(1).token, 3U);  // within a token: from there on
  EXPECT_FALSE(pieces.At(5).token);   // x is no token
}

TEST_F(SegmentationTest, TheTokeniserSaysWhereTokensEnd) {
  OneByteTokeniser tokeniser;
  EXPECT_EQ(SizesOf(Segmentation(text_, trie_, &tokeniser), text_.size()), std::vector<std::size_t>(7, 1));
  tokeniser.lost = 1;  // one that loses bytes is not believed
  EXPECT_EQ(SizesOf(Segmentation(text_, trie_, &tokeniser), text_.size()), (std::vector<std::size_t>{3, 2, 1, 1}));
}

TEST_F(SegmentationTest, TheNewestTokensAreTheContext) {
  EXPECT_EQ(LongestTokens(text_, trie_, 10), (std::vector<std::uint32_t>{2, 1, 3}));
  EXPECT_EQ(LongestTokens(text_, trie_, 2), (std::vector<std::uint32_t>{1, 3}));
  EXPECT_TRUE(LongestTokens({}, trie_, 2).empty());
}

}  // namespace
}  // namespace llmzip::tokens
