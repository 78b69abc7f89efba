#include "tokenisers/merge_table.h"

#include <gtest/gtest.h>

#include <ctime>
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
    std::vector<MergeTable::Merge> list;
    Merges merges;
    for (std::size_t rank = 0; rank < count; ++rank) {
      const auto known = letters + static_cast<Symbol>(rank);
      const auto left = static_cast<Symbol>(random.Bits(32) % known);
      const auto right = static_cast<Symbol>(random.Bits(32) % known);
      list.push_back({left, right, known});
      merges[{left, right}] = {rank, known};
    }
    const MergeTable table(list);
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
  MergeTable().Apply(&symbols, &scratch);
  EXPECT_EQ(symbols, (std::vector<Symbol>{1, 2, 3}));
  symbols.clear();
  MergeTable().Apply(&symbols, &scratch);
  EXPECT_TRUE(symbols.empty());
}

// Pairs that collided under the hash of an earlier table, in which reading 6 MB of merges took 14 seconds.
TEST(MergeTable, MergesThatSomebodyChoseTakeNoLonger) {
  std::vector<MergeTable::Merge> merges;
  for (Symbol left = 0; merges.size() < 150'000; ++left) {
    for (Symbol right = 0; right < 100'000; ++right) {
      const std::uint64_t pair = std::uint64_t{left} << 32 | right;
      if (((pair ^ pair >> 29) * 0x9E3779B97F4A7C15) >> 56 == 0) merges.push_back({left, right, right});
    }
  }
  const std::clock_t before = std::clock();
  const MergeTable table(merges);
  std::vector<Symbol> symbols(100'000);
  for (std::size_t i = 0; i < symbols.size(); ++i) symbols[i] = merges[i].right;
  MergeTable::Scratch scratch;
  table.Apply(&symbols, &scratch);
  EXPECT_LT(static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC, 2.0);
}

// Quadratic, this would take hours.
TEST(MergeTable, LongWords) {
  std::vector<MergeTable::Merge> merges;
  for (Symbol symbol = 0; symbol < 20; ++symbol) merges.push_back({symbol, symbol, symbol + 1});
  const MergeTable table(merges);
  std::vector<Symbol> symbols(std::size_t{1} << 20, 0);
  MergeTable::Scratch scratch;
  table.Apply(&symbols, &scratch);
  EXPECT_EQ(symbols, (std::vector<Symbol>{20}));
}

}  // namespace
}  // namespace llmzip
