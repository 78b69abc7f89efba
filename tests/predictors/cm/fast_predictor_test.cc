#include "predictors/cm/fast/fast_predictor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "coding/range_decoder.h"
#include "coding/range_encoder.h"
#include "predictors/cm/fast/history_states.h"

namespace llmzip::cm {
namespace {

// Words, records and noise, so that matches begin and fail and every context gets its turn.
std::vector<std::uint8_t> Mixture(std::size_t size) {
  std::mt19937 random(11);
  const std::array<std::string, 6> words = {"predict ", "compress ", "the ", "mixture ", "of ", "contexts.\n"};
  std::vector<std::uint8_t> bytes;
  while (bytes.size() < size) {
    const auto kind = random() % 8;
    if (kind < 5) {
      const std::string& word = words[random() % words.size()];
      bytes.insert(bytes.end(), word.begin(), word.end());
    } else if (kind < 7 && bytes.size() > 300) {
      const std::size_t from = random() % (bytes.size() - 200);
      for (std::size_t i = 0; i < 10 + random() % 100; ++i) bytes.push_back(bytes[from + i]);
    } else {
      for (int i = 0; i < 9; ++i) bytes.push_back(static_cast<std::uint8_t>(random()));
    }
  }
  bytes.resize(size);
  return bytes;
}

class FastPredictorKernels : public ::testing::TestWithParam<Kernel> {};

TEST_P(FastPredictorKernels, RunsAreCodedAsTheWalkWouldCodeThem) {
  const std::vector<std::uint8_t> raw = Mixture(60000);
  PredictorShape shape{1, raw.size()};
  shape.context.kernel = GetParam();

  const auto walking = MakeFastPredictor(shape);
  std::vector<std::uint8_t> walked;
  RangeEncoder walk_encoder(&walked);
  for (const std::uint8_t byte : raw) {
    for (int place = 7; place >= 0; --place) {
      std::array<Frequency, 2> row;
      ASSERT_TRUE(walking->Predict(row).ok());
      ASSERT_GT(row[0], 0U);
      ASSERT_GT(row[1], 0U);
      ASSERT_EQ(row[0] + row[1], 1U << walking->frequency_bits());
      const Symbol bit = (byte >> place) & 1U;
      walk_encoder.EncodeBit(bit != 0, row[1], walking->frequency_bits());
      ASSERT_TRUE(walking->Update({&bit, 1}).ok());
    }
  }
  walk_encoder.Finish();

  const auto running = MakeFastPredictor(shape);
  ASSERT_TRUE(running->codes_runs());
  std::vector<std::uint8_t> run;
  RangeEncoder run_encoder(&run);
  for (std::size_t at = 0, size = 1; at < raw.size(); at += size, size = size * 2 + 1) {
    ASSERT_TRUE(running->EncodeRun(std::span(raw).subspan(at, std::min(size, raw.size() - at)), &run_encoder).ok());
  }
  run_encoder.Finish();
  EXPECT_EQ(run, walked);
  EXPECT_LT(run.size(), raw.size() / 2);

  const auto decoding = MakeFastPredictor(shape);
  std::vector<std::uint8_t> decoded(raw.size());
  RangeDecoder decoder(run);
  ASSERT_TRUE(decoding->DecodeRun(std::span(decoded).first(777), &decoder).ok());
  ASSERT_TRUE(decoding->DecodeRun(std::span(decoded).subspan(777), &decoder).ok());
  EXPECT_EQ(decoded, raw);
}

INSTANTIATE_TEST_SUITE_P(Available, FastPredictorKernels,
                         ::testing::ValuesIn(AvailableKernels().begin(), AvailableKernels().end()),
                         [](const auto& info) { return std::string(KernelName(info.param)); });

TEST(FastPredictor, TablesFitTheBlockAndTheLevelsPromise) {
  constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
  EXPECT_LE(FastPredictorMemory({1, 8 * kMiB}), 40 * kMiB);
  EXPECT_LE(FastPredictorMemory({1, 1}), 7 * kMiB);
  EXPECT_LE(FastPredictorMemory({1, PredictorShape::kUnknownSize}), 64 * kMiB);
}

TEST(HistoryStates, AreNumberedByCountAndClosed) {
  const fast::HistoryStates& states = fast::Histories();
  EXPECT_EQ(states.count, 187U);
  for (unsigned state = 0; state < states.count; ++state) {
    for (unsigned bit = 0; bit < 2; ++bit) ASSERT_LT(states.next[bit][state], states.count);
  }
  // The same bit over and over settles; the other bit then shakes it.
  unsigned state = 0;
  for (int i = 0; i < 100; ++i) state = states.next[0][state];
  EXPECT_EQ(states.next[0][state], state);
  EXPECT_LT(states.prior[state], 65536 / 100);
  EXPECT_GT(states.prior[states.next[1][state]], states.prior[state]);
}

}  // namespace
}  // namespace llmzip::cm
