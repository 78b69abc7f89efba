// Symbols of alphabets of every size under their rows: what is coded comes back, wherever in the row it lies.
#include "coding/row_coder.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/split_mix.h"

namespace llmzip {
namespace {

constexpr unsigned kBits = 24;

std::vector<Frequency> RandomRow(std::size_t size, SplitMix64& random) {
  std::vector<Frequency> row(size, 1);
  std::uint32_t left = (1U << kBits) - static_cast<std::uint32_t>(size);
  for (int peak = 0; peak < 40; ++peak) {
    const auto share = static_cast<std::uint32_t>(random() % (left / 4 + 1));
    row[random() % size] += share;
    left -= share;
  }
  row[random() % size] += left;
  return row;
}

TEST(RowCoder, EverySymbolOfEveryAlphabetComesBack) {
  SplitMix64 random(1);
  for (const std::size_t size : {2U, 3U, 255U, 256U, 257U, 512U, 513U, 5000U, 150000U}) {
    const std::vector<Frequency> row = RandomRow(size, random);
    EXPECT_EQ(SumOf(row), 1U << kBits);
    std::vector<Symbol> symbols = {0, static_cast<Symbol>(size - 1), 1};
    for (std::size_t edge = 255; edge < size; edge += size / 7 + 1) symbols.push_back(static_cast<Symbol>(edge));
    for (int i = 0; i < 100; ++i) symbols.push_back(static_cast<Symbol>(random() % size));
    std::vector<std::uint8_t> coded;
    RangeEncoder encoder(&coded);
    for (const Symbol symbol : symbols) EncodeUnder(row, symbol, kBits, encoder);
    encoder.Finish();
    RangeDecoder decoder(coded);
    for (const Symbol symbol : symbols) ASSERT_EQ(DecodeUnder(row, kBits, decoder), symbol) << size;
  }
}

TEST(RowCoder, NoiseDecodesToSymbolsOfTheAlphabet) {
  SplitMix64 random(2);
  for (const std::size_t size : {3U, 256U, 300U, 1000U}) {
    const std::vector<Frequency> row = RandomRow(size, random);
    std::vector<std::uint8_t> noise(500);
    for (auto& byte : noise) byte = static_cast<std::uint8_t>(random());
    RangeDecoder decoder(noise);
    for (int i = 0; i < 2000; ++i) ASSERT_LT(DecodeUnder(row, kBits, decoder), size);
  }
}

}  // namespace
}  // namespace llmzip
