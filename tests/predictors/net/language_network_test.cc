// One language model, every way of running it: kernels, threads, splits of lanes and of time all give the same logits.
#include "predictors/net/language_network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "base/split_mix.h"
#include "support/random_language.h"
#include "support/sanitized.h"

namespace llmzip::net {
namespace {

using Texts = std::vector<std::vector<std::uint32_t>>;

// A text of tokens for each lane, of different lengths.
Texts RandomTexts(const LanguageConfig& config, std::size_t lanes, std::size_t longest) {
  SplitMix64 random(7);
  Texts texts(lanes);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const std::size_t length = std::min<std::size_t>(longest - 3 * lane, config.context);
    for (std::size_t i = 0; i < length; ++i) {
      texts[lane].push_back(static_cast<std::uint32_t>(random() % config.embedding_rows()));
    }
  }
  return texts;
}

// The logits of all lanes after all tokens, lane after lane, when `some` tokens (in turn, one of these numbers) of each
// lane are fed at once.
std::vector<float> LogitsOf(const LanguageNetwork& network, const Texts& texts, unsigned threads,
                            const std::vector<std::size_t>& some) {
  ThreadTeam team(threads);
  LanguageWorkspace workspace;
  std::vector<std::unique_ptr<LanguageState>> states;
  std::vector<std::size_t> fed(texts.size());
  std::vector<std::vector<float>> logits;
  for (const auto& text : texts) {
    states.push_back(network.NewState(static_cast<std::uint32_t>(text.size())));
    logits.emplace_back(text.size() * network.logit_stride(), -1.0F);
  }
  for (std::size_t turn = 0;; ++turn) {
    std::vector<LanguageNetwork::Feed> feeds;
    for (std::size_t lane = 0; lane < texts.size(); ++lane) {
      const std::size_t count = std::min(some[(turn + lane) % some.size()], texts[lane].size() - fed[lane]);
      if (count == 0) continue;
      feeds.push_back({states[lane].get(), std::span(texts[lane]).subspan(fed[lane], count),
                       logits[lane].data() + fed[lane] * network.logit_stride()});
      fed[lane] += count;
    }
    if (feeds.empty()) break;
    network.Forward(feeds, workspace, team);
  }
  std::vector<float> all;
  for (const auto& rows : logits) all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

bool Equal(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

TEST(LanguageNetwork, EveryWayOfRunningGivesTheSameLogits) {
  std::size_t combinations = 0;
  std::vector<testing::LanguageCase> cases = testing::LanguageCases();
  for (std::uint32_t seed = 1; seed <= 8; ++seed) cases.push_back(testing::RandomLanguageCase(seed));
  if (testing::kSanitized) cases.resize(5);  // a tenth of the speed
  for (const testing::LanguageCase& drawn : cases) {
    const auto model = *Model::Parse(testing::LanguageFileOf(drawn));
    const Texts texts = RandomTexts(drawn.config, 4, testing::kSanitized ? 30 : 70);
    std::vector<float> expected;
    for (const Kernel kernel : AvailableKernels()) {
      const LanguageNetwork network(*model, kernel);
      if (expected.empty()) expected = LogitsOf(network, texts, 1, {1});
      for (const float logit : expected) ASSERT_TRUE(std::isfinite(logit));
      for (const unsigned threads : {1U, 2U, 3U}) {
        for (const auto& some : std::vector<std::vector<std::size_t>>{{1}, {70}, {5, 1, 0, 17}}) {
          ASSERT_TRUE(Equal(LogitsOf(network, texts, threads, some), expected))
              << drawn.name << ", " << KernelName(kernel) << ", " << threads << " threads, " << some[0] << " at once";
          ++combinations;
        }
      }
    }
  }
  std::cout << combinations << " combinations of model, kernels, threads and splits are equal\n";
}

TEST(LanguageNetwork, PredictionsAreSharpAndDependOnAllThatWasFed) {
  for (const testing::LanguageCase& drawn : testing::LanguageCases()) {
    if (drawn.is_extreme) continue;
    const auto model = testing::RandomLanguage(drawn.config, 5);
    const LanguageNetwork network(*model, BestKernel());
    const std::uint32_t seen = drawn.config.window == 0 ? 30 : drawn.config.window;
    Texts texts = RandomTexts(drawn.config, 1, seen);
    const std::vector<float> logits = LogitsOf(network, texts, 1, {64});
    const std::span<const float> last(logits.data() + (texts[0].size() - 1) * network.logit_stride(),
                                      drawn.config.vocabulary);
    double sum = 0;
    for (const float logit : last) sum += std::exp(static_cast<double>(logit - *std::ranges::max_element(last)));
    EXPECT_LT(sum, 0.3 * drawn.config.vocabulary + 2) << drawn.name;
    texts[0][0] = (texts[0][0] + 1) % drawn.config.embedding_rows();
    EXPECT_FALSE(Equal(LogitsOf(network, texts, 1, {64}), logits)) << drawn.name;
  }
}

TEST(LanguageNetwork, RewindForgets) {
  for (const testing::LanguageCase& drawn : testing::LanguageCases()) {
    const auto model = testing::RandomLanguage(drawn.config, 6);
    const LanguageNetwork network(*model, BestKernel());
    const Texts texts = RandomTexts(drawn.config, 2, 60);
    const std::vector<float> expected = LogitsOf(network, {texts[0]}, 1, {64});
    ThreadTeam team(1);
    LanguageWorkspace workspace;
    const auto state = network.NewState(96);
    std::vector<float> logits(expected.size());
    const auto feed = [&](std::span<const std::uint32_t> tokens, float* rows) {
      network.Forward(std::vector<LanguageNetwork::Feed>{{state.get(), tokens, rows}}, workspace, team);
    };
    const std::size_t stride = network.logit_stride();
    feed(std::span(texts[0]).first(21), logits.data());
    feed(std::span(texts[1]).first(30), nullptr);
    state->Rewind(21);
    EXPECT_EQ(state->place(), 21U);
    feed(std::span(texts[0]).subspan(21, 20), logits.data() + 21 * stride);
    state->Rewind(40);
    feed(std::span(texts[0]).subspan(40), logits.data() + 40 * stride);
    EXPECT_TRUE(Equal(logits, expected)) << drawn.name;
    state->Rewind(0);
    std::ranges::fill(logits, 0.0F);
    feed(texts[0], logits.data());
    EXPECT_TRUE(Equal(logits, expected)) << drawn.name;
  }
}

TEST(LanguageNetwork, MemoryIsWhatItSays) {
  for (const testing::LanguageCase& drawn : testing::LanguageCases()) {
    const auto model = testing::RandomLanguage(drawn.config, 6);
    const LanguageNetwork network(*model, BestKernel());
    EXPECT_GT(network.weight_bytes(), 0U);
    EXPECT_LT(network.weight_bytes(), model->file_size());
    EXPECT_GE(network.state_bytes(17),
              2U * drawn.config.layers * drawn.config.key_value_heads * 17U * drawn.config.head_width);
    EXPECT_GE(LanguageNetwork::WorkspaceBytes(drawn.config, 64, 2),
              LanguageNetwork::WorkspaceBytes(drawn.config, 64, 1));
  }
}

}  // namespace
}  // namespace llmzip::net
