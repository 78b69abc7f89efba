#include "tokenisers/merge_table.h"

#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "base/split_mix.h"

namespace llmzip {
namespace {

using Merges = std::map<std::pair<Symbol, Symbol>, std::pair<std::size_t, Symbol>>;  // pair -> rank, merged

// What byte-pair encoding is, in the plainest way.
std::vector<Symbol> Merged(std::vector<Symbol> symbols, const Merges& merges) {
  while (true) {
    std::size_t best_rank = ~std::size_t{0}, best = 0;
    for (std::size_t i = 0; i + 1 < symbols.size(); ++i) {
      const auto found = merges.find({symbols[i], symbols[i + 1]});
      if (found != merges.end() && found->second.first < best_rank) {
        best_rank = found->second.first;
        best = i;
      }
    }
    if (best_rank == ~std::size_t{0}) return symbols;
    symbols[best] = merges.at({symbols[best], symbols[best + 1]}).second;
    symbols.erase(symbols.begin() + static_cast<std::ptrdiff_t>(best) + 1);
  }
}

TEST(MergeTable, MergesAsDefined) {
  SplitMix64 random(1);
  for (int round = 0; round < 200; ++round) {
    const Symbol letters = 1 + static_cast<Symbol>(random.Bits(2));
    const std::size_t count = random.Bits(6);
    MergeTable table(count);
    Merges merges;
    for (std::size_t rank = 0; rank < count; ++rank) {
      const auto known = letters + static_cast<Symbol>(rank);
      const auto left = static_cast<Symbol>(random.Bits(32) % known);
      const auto right = static_cast<Symbol>(random.Bits(32) % known);
      table.Add(left, right, known);
      merges[{left, right}] = {rank, known};
    }
    MergeTable::Scratch scratch;
    for (int text = 0; text < 20; ++text) {
      std::vector<Symbol> symbols(random.Bits(7));
      for (Symbol& symbol : symbols) symbol = static_cast<Symbol>(random.Bits(32) % letters);
      const std::vector<Symbol> expected = Merged(symbols, merges);
      table.Apply(&symbols, &scratch);
      ASSERT_EQ(symbols, expected) << "round " << round;
    }
  }
}

TEST(MergeTable, WithoutMerges) {
  MergeTable::Scratch scratch;
  std::vector<Symbol> symbols = {1, 2, 3};
  MergeTable(0).Apply(&symbols, &scratch);
  EXPECT_EQ(symbols, (std::vector<Symbol>{1, 2, 3}));
  symbols.clear();
  MergeTable(0).Apply(&symbols, &scratch);
  EXPECT_TRUE(symbols.empty());
}

// Quadratic, this would take hours.
TEST(MergeTable, LongWords) {
  MergeTable table(20);
  for (Symbol symbol = 0; symbol < 20; ++symbol) table.Add(symbol, symbol, symbol + 1);
  std::vector<Symbol> symbols(std::size_t{1} << 20, 0);
  MergeTable::Scratch scratch;
  table.Apply(&symbols, &scratch);
  EXPECT_EQ(symbols, (std::vector<Symbol>{20}));
}

}  // namespace
}  // namespace llmzip
