// order0 … order3 against their definition (src/predictors/order/spec.md), written down a second time here the
// plainest way.
#include "predictors/order/order_predictor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <numeric>

#include "codecs/arithmetic/symbol_walk.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

using Counts = std::array<std::uint64_t, 256>;

class Definition {
 public:
  Definition(unsigned order, unsigned lanes, std::uint64_t raw_size) : order_(order), histories_(lanes) {
    const auto filled = static_cast<unsigned>(std::bit_width(raw_size));
    row_bits_ = std::min(8 * order, std::max(8U, std::min(16U, filled)));
  }

  std::vector<Frequency> Frequencies(unsigned lane) {
    const Counts& n = rows_[RowNumber(lane)];
    const std::uint64_t total = 256 + std::accumulate(n.begin(), n.end(), std::uint64_t{0});
    const std::uint64_t r = (((std::uint64_t{1} << 22) - 256) << 16) / total;
    std::vector<Frequency> f(256);
    for (std::size_t s = 0; s < 256; ++s) f[s] = 1 + static_cast<Frequency>(((n[s] + 1) * r) >> 16);
    const Frequency sum = std::accumulate(f.begin(), f.end(), 0U);
    *std::max_element(f.begin(), f.end()) += (1U << 22) - sum;
    return f;
  }

  void Take(unsigned lane, Symbol symbol) {
    Counts& n = rows_[RowNumber(lane)];
    n[symbol] += 32;
    if (256 + std::accumulate(n.begin(), n.end(), std::uint64_t{0}) >= 65536) {
      for (auto& count : n) count /= 2;
    }
    histories_[lane] = (histories_[lane] * 256 + symbol) % (std::uint64_t{1} << (8 * order_));
  }

 private:
  [[nodiscard]] std::uint64_t RowNumber(unsigned lane) const {
    if (row_bits_ == 8 * order_) return histories_[lane];
    return ((histories_[lane] * 0x9E3779B1U) & 0xFFFFFFFFU) >> (32 - row_bits_);
  }

  unsigned order_;
  unsigned row_bits_;
  std::vector<std::uint64_t> histories_;
  std::map<std::uint64_t, Counts> rows_;
};

class OrderPredictorTest : public ::testing::TestWithParam<unsigned> {};

TEST_P(OrderPredictorTest, IsWhatItsDefinitionSays) {
  for (const unsigned lanes : {1U, 3U}) {
    for (const std::size_t size : {100U, 6000U}) {
      for (const Sample& sample : AllSamples(size)) {
        OrderPredictor predictor(GetParam(), {lanes, sample.bytes.size()});
        Definition definition(GetParam(), lanes, sample.bytes.size());
        const LaneCut cut(sample.bytes.size(), lanes);
        std::vector<Frequency> rows(256 * lanes);
        std::vector<Symbol> seen(lanes);
        for (std::size_t step = 0; step < cut.steps(); ++step) {
          const std::size_t active = cut.active(step);
          ASSERT_TRUE(predictor.Predict(std::span(rows).first(256 * active)).ok());
          for (unsigned lane = 0; lane < active; ++lane) {
            ASSERT_TRUE(std::ranges::equal(std::span(rows).subspan(256 * lane, 256), definition.Frequencies(lane)))
                << sample.name << ", step " << step << ", lane " << lane;
            seen[lane] = sample.bytes[cut.offset(lane) + step];
          }
          ASSERT_TRUE(predictor.Update(std::span(seen).first(active)).ok());
          for (unsigned lane = 0; lane < active; ++lane) definition.Take(lane, seen[lane]);
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Orders, OrderPredictorTest, ::testing::Range(0U, OrderPredictor::kMaxOrder + 1));

TEST(OrderPredictor, TablesShrinkWithTheInputAndAreBounded) {
  for (unsigned order = 0; order <= OrderPredictor::kMaxOrder; ++order) {
    const auto bytes = [order](std::uint64_t raw_size) { return OrderPredictor::MemoryBytes(order, {1, raw_size}); };
    EXPECT_LT(bytes(0), 200U << 10);
    EXPECT_LE(bytes(100), bytes(100000));
    EXPECT_LT(bytes(PredictorShape::kUnknownSize), 40U << 20);
  }
  EXPECT_LT(OrderPredictor::MemoryBytes(3, {1, 1000}), OrderPredictor::MemoryBytes(3, {1, 100000}));
}

}  // namespace
}  // namespace llmzip::testing
