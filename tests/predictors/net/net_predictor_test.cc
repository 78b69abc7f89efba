// The network as a predictor: threads, kernels, lanes that end, and foresight change no frequency.
#include "predictors/net/net_predictor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/split_mix.h"
#include "plan/plan.h"
#include "predictors/net/network_memory.h"
#include "support/network_cases.h"
#include "support/random_model.h"
#include "support/samples.h"

namespace llmzip::net {
namespace {

constexpr std::size_t kSymbols = 256;

NetworkConfig SmallShape() {
  NetworkConfig config;
  config.width = 48;
  config.heads = 3;
  config.hidden = 64;
  config.layers = "DAD";
  config.window = 32;
  return config;
}

// The first lanes are a byte longer, as LaneCut has it.
std::vector<Bytes> RandomLanes(std::size_t lanes, std::size_t size) {
  SplitMix64 random(lanes);
  std::vector<Bytes> bytes(lanes);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    bytes[lane].resize(size + (lane < lanes / 2 ? 1 : 0));
    for (std::uint8_t& byte : bytes[lane]) byte = static_cast<std::uint8_t>(random.Bits(8));
  }
  return bytes;
}

// All frequencies a predictor gives over the lanes, step by step.
std::vector<Frequency> Walk(Predictor& predictor, const std::vector<Bytes>& lanes) {
  std::vector<Frequency> all;
  for (std::size_t step = 0; step < lanes.front().size(); ++step) {
    std::vector<Symbol> symbols;
    for (const Bytes& lane : lanes) {
      if (step < lane.size()) symbols.push_back(lane[step]);
    }
    std::vector<Frequency> frequencies(symbols.size() * kSymbols);
    EXPECT_TRUE(predictor.Predict(frequencies).ok());
    EXPECT_TRUE(predictor.Update(symbols).ok());
    all.insert(all.end(), frequencies.begin(), frequencies.end());
  }
  return all;
}

TEST(NetPredictor, NeitherThreadsNorKernelsNorLookaheadMatter) {
  const auto model = testing::RandomModel(SmallShape(), 3);
  std::size_t combinations = 0;
  for (const unsigned lanes : {1U, 2U, 5U, 16U}) {
    const std::vector<Bytes> bytes = RandomLanes(lanes, 41);
    std::vector<Frequency> expected;
    for (const Kernel kernel : AvailableKernels()) {
      const auto network = Network::FromModel(*model, KernelsFor<NetKernels>(kernel));
      for (const unsigned threads : {1U, 2U, 3U}) {
        for (const bool lookahead : {false, true}) {
          PredictorShape shape{lanes, 0};
          shape.context.threads = threads;
          NetPredictor predictor(network, shape);
          if (lookahead) predictor.SetFuture(std::vector<std::span<const std::uint8_t>>(bytes.begin(), bytes.end()));
          const std::vector<Frequency> frequencies = Walk(predictor, bytes);
          if (expected.empty()) expected = frequencies;
          ASSERT_EQ(frequencies, expected) << KernelName(kernel) << ", lanes " << lanes << ", threads " << threads;
          ++combinations;
        }
      }
    }
  }
  std::cout << combinations << " combinations of lanes, kernels, threads and foresight are equal\n";
}

TEST(NetPredictor, FrequenciesAreADistribution) {
  const auto model = testing::RandomModel(SmallShape(), 4);
  NetPredictor predictor(Network::FromModel(*model), {3, 0});
  const std::vector<Frequency> frequencies = Walk(predictor, RandomLanes(3, 50));
  for (std::size_t row = 0; row < frequencies.size(); row += kSymbols) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < kSymbols; ++i) {
      ASSERT_GE(frequencies[row + i], 1U);
      sum += frequencies[row + i];
    }
    ASSERT_EQ(sum, std::uint64_t{1} << predictor.frequency_bits());
  }
}

class OneModel final : public ModelSource {
 public:
  explicit OneModel(std::shared_ptr<const Model> model) : model_(std::move(model)) {}
  StatusOr<std::shared_ptr<const Model>> Find(std::string_view reference) const override {
    if (reference == "mine") return model_;
    return Status::ModelMissing("no model '" + std::string(reference) + "'");
  }

 private:
  std::shared_ptr<const Model> model_;
};

TEST(NetPredictor, CodesWhatItsSpecNames) {
  const auto plan = ResolvePlan("net:mine", std::make_shared<OneModel>(testing::RandomModel(SmallShape(), 5)));
  ASSERT_TRUE(plan.ok());
  for (const unsigned lanes : {1U, 3U, 16U}) {
    for (const testing::Sample& sample : testing::AllSamples(500)) {
      Context context;
      context.threads = 2;
      const auto codec = plan->MakeCodec({.lanes = lanes});
      const auto coded = (*codec)->Compress(sample.bytes, context);
      ASSERT_TRUE(coded.ok());
      const auto raw = (*codec)->Decompress(*coded, sample.bytes.size(), {});
      ASSERT_TRUE(raw.ok());
      ASSERT_EQ(*raw, sample.bytes) << sample.name;
    }
  }
}

TEST(NetPredictor, AMissingModelIsAnError) {
  const auto plan = ResolvePlan("net:yours", std::make_shared<OneModel>(nullptr));
  EXPECT_EQ(plan.status().code(), StatusCode::kModelMissing);
}

TEST(SharedNetwork, IsPackedOnceForEachModelAndKernelsAndGoesWithTheModel) {
  auto model = testing::RandomModel(SmallShape(), 1);
  std::vector<std::shared_ptr<const Network>> networks(4);
  {
    std::vector<std::jthread> threads;
    for (auto& network : networks) threads.emplace_back([&] { network = Network::SharedFromModel(*model); });
  }
  for (const auto& network : networks) EXPECT_EQ(network, networks[0]);
  for (const Kernel kernel : AvailableKernels()) {
    EXPECT_EQ(&Network::SharedFromModel(*model, kernel)->kernels(), &KernelsFor<NetKernels>(kernel));
  }
  EXPECT_NE(Network::SharedFromModel(*testing::RandomModel(SmallShape(), 1)), networks[0]);
  const std::weak_ptr<const Network> kept = networks[0];
  networks.clear();
  EXPECT_FALSE(kept.expired());
  model.reset();
  EXPECT_TRUE(kept.expired());
}

TEST(NetworkMemory, IsAnUpperBoundAndClose) {
  for (const char* const layers : {"D", "A", "DDAD"}) {
    for (const std::uint32_t heads : {2U, 3U, 6U}) {
      NetworkConfig config = SmallShape();
      config.layers = layers;
      config.heads = heads;
      if (!config.Check().ok()) continue;
      const auto network = Network::FromModel(*testing::RandomModel(config, 1));
      EXPECT_LE(network->weight_bytes(), WeightBytes(config));
      EXPECT_LE(network->state_bytes(), StateBytes(config));
      EXPECT_LE(network->workspace_bytes(), WorkspaceBytes(config));
      EXPECT_GE(network->weight_bytes() + (std::uint64_t{8} << 10), WeightBytes(config));
      EXPECT_GE(network->state_bytes() + (std::uint64_t{2} << 10), StateBytes(config));
    }
  }
}

TEST(NetworkMemory, HoldsForEveryShape) {
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    NetworkConfig config = testing::RandomNetworkCase(seed).config;
    if (config.architecture != Architecture::kPatch) {
      config.chunk = config.chunk == 0 ? 0 : config.window;
      config.overlap = config.chunk == 0 ? 0 : config.chunk - 1;
    }
    const auto network = Network::FromModel(*testing::RandomModel(config, 1));
    EXPECT_LE(network->weight_bytes(), WeightBytes(config)) << seed;
    EXPECT_LE(network->state_bytes(), StateBytes(config)) << seed;
    EXPECT_LE(network->workspace_bytes(), WorkspaceBytes(config)) << seed;
  }
}

}  // namespace
}  // namespace llmzip::net
