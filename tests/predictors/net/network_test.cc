// One network, every way of running it: kernels, lanes, splits of lanes and of time all give the same logits.
#include "predictors/net/network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/split_mix.h"
#include "support/random_model.h"

namespace llmzip::net {
namespace {

constexpr std::size_t kSymbols = 256;

NetworkConfig Shape(std::uint32_t width, std::uint32_t heads, std::uint32_t hidden, const std::string& layers,
                    std::uint32_t window) {
  NetworkConfig config;
  config.width = width;
  config.heads = heads;
  config.hidden = hidden;
  config.layers = layers;
  config.window = window;
  return config;
}

const std::vector<NetworkConfig>& Shapes() {
  static const std::vector<NetworkConfig> shapes = {
      Shape(160, 5, 512, "DA", 64),
      Shape(16, 2, 16, "AD", 16),
      Shape(48, 3, 80, "AAD", 32),
      Shape(64, 1, 128, "DA", 16),
      Shape(128, 1, 48, "AD", 48),
      Shape(256, 8, 768, "DA", 16),
      {Architecture::kHybrid, 32, 2, 64, "DA", 16, 10, 0},  // chunks end within a call, and within a call's overlap
      {Architecture::kHybrid, 32, 2, 64, "AD", 16, 11, 4},
      {Architecture::kPaper, 32, 4, 80, "AA", 32, 20, 0},
      {Architecture::kPaper, 64, 8, 64, "A", 16, 9, 8},
      {Architecture::kPatch, 160, 1, 48, "FF", 16, 16, 0},
      {Architecture::kPatch, 64, 2, 48, "FD", 16, 32, 0},
      {Architecture::kWave, 32, 2, 48, "FD", 16, 0, 0},
      {Architecture::kWave, 32, 2, 48, "DF", 32, 21, 5},
  };
  return shapes;
}

std::vector<std::uint16_t> RandomInputs(std::size_t lanes, std::size_t steps) {
  SplitMix64 random(9);
  std::vector<std::uint16_t> inputs(lanes * steps);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    inputs[i] = i % steps == 0 ? std::uint16_t{kBeginSymbol} : static_cast<std::uint16_t>(random.Bits(8));
  }
  return inputs;
}

// Logits of all lanes, taken `at_once` lanes and the given numbers of steps at a time.
std::vector<float> Logits(const Network& network, std::size_t lanes, std::size_t steps, std::size_t at_once,
                          const std::vector<std::size_t>& strides) {
  const std::vector<std::uint16_t> inputs = RandomInputs(lanes, steps);
  std::vector<float> logits(lanes * steps * kSymbols, -1.0F);
  for (std::size_t first = 0; first < lanes; first += at_once) {
    const std::size_t count = std::min(at_once, lanes - first);
    Workspace workspace;
    std::vector<std::unique_ptr<NetworkState>> states;
    std::vector<NetworkState*> pointers;
    for (std::size_t lane = 0; lane < count; ++lane) {
      states.push_back(network.NewState());
      pointers.push_back(states.back().get());
    }
    std::size_t turn = 0;
    for (std::size_t step = 0; step < steps;) {
      const std::size_t some = std::min(strides[turn++ % strides.size()], steps - step);
      std::vector<std::uint16_t> fed;
      for (std::size_t lane = first; lane < first + count; ++lane) {
        fed.insert(fed.end(), &inputs[lane * steps + step], &inputs[lane * steps + step] + some);
      }
      std::vector<float> part(count * some * kSymbols);
      network.Forward(pointers, some, fed, workspace, part);
      for (std::size_t lane = 0; lane < count; ++lane) {
        std::memcpy(&logits[((first + lane) * steps + step) * kSymbols], &part[lane * some * kSymbols],
                    some * kSymbols * sizeof(float));
      }
      step += some;
    }
  }
  return logits;
}

TEST(Network, EveryWayOfRunningGivesTheSameLogits) {
  constexpr std::size_t kSteps = 19;
  std::size_t combinations = 0;
  for (std::size_t shape = 0; shape < Shapes().size(); ++shape) {
    const auto model = testing::RandomModel(Shapes()[shape], 1 + static_cast<std::uint32_t>(shape));
    for (const std::size_t lanes : {1U, 4U, 9U}) {
      std::vector<float> expected;
      for (const Kernel kernel : AvailableKernels()) {
        const auto network = Network::FromModel(*model, KernelsFor<NetKernels>(kernel));
        if (expected.empty()) expected = Logits(*network, lanes, kSteps, lanes, {1});
        for (const std::size_t at_once : std::set<std::size_t>{1, std::min<std::size_t>(3, lanes), lanes}) {
          for (const auto& strides : {std::vector<std::size_t>{1}, {kSteps}, {2, 1, 7, 3}}) {
            const std::vector<float> logits = Logits(*network, lanes, kSteps, at_once, strides);
            ASSERT_EQ(std::memcmp(logits.data(), expected.data(), logits.size() * sizeof(float)), 0)
                << KernelName(kernel) << ", shape " << shape << ", lanes " << lanes << ", " << at_once << " at once";
            ++combinations;
          }
        }
      }
    }
  }
  std::cout << combinations << " combinations of shape, lanes, kernels and splits are equal\n";
}

}  // namespace
}  // namespace llmzip::net
