// Random networks, some with weights at the ends of their range: every set of kernels, fed in random pieces, gives the
// logits of the scalar ones fed a step and a lane at a time, and all are finite.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iostream>
#include <memory>
#include <vector>

#include "base/split_mix.h"
#include "predictors/net/network.h"
#include "support/network_cases.h"
#include "support/sanitized.h"

namespace llmzip::net {
namespace {

using testing::NetworkCase;

constexpr std::size_t kOutputs = 256;

// One Forward of some lanes of a case, from `step` on.
void Feed(const Network& network, const NetworkCase& drawn, const std::vector<std::uint16_t>& inputs,
          const std::vector<std::unique_ptr<NetworkState>>& states, std::size_t first, std::size_t lanes,
          std::size_t step, std::size_t steps, std::vector<float>* logits) {
  std::vector<NetworkState*> pointers;
  std::vector<std::uint16_t> fed;
  for (std::size_t lane = first; lane < first + lanes; ++lane) {
    pointers.push_back(states[lane].get());
    const auto begin = inputs.begin() + static_cast<std::ptrdiff_t>(lane * drawn.steps + step);
    fed.insert(fed.end(), begin, begin + static_cast<std::ptrdiff_t>(steps));
  }
  Workspace workspace;
  std::vector<float> part(lanes * steps * kOutputs);
  network.Forward(pointers, steps, fed, workspace, part);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    std::copy_n(part.data() + lane * steps * kOutputs, steps * kOutputs,
                logits->data() + ((first + lane) * drawn.steps + step) * kOutputs);
  }
}

// All logits of a case; the lanes are fed in groups of at most `most_lanes`, each in pieces of at most `most_steps`.
std::vector<float> Logits(const Network& network, const NetworkCase& drawn, std::size_t most_lanes,
                          std::size_t most_steps, SplitMix64* random) {
  const std::vector<std::uint16_t> inputs = testing::InputsOf(drawn);
  std::vector<float> logits(inputs.size() * kOutputs);
  std::vector<std::unique_ptr<NetworkState>> states;
  for (std::size_t lane = 0; lane < drawn.lanes; ++lane) states.push_back(network.NewState());
  for (std::size_t first = 0; first < drawn.lanes;) {
    const std::size_t lanes = std::min(drawn.lanes - first, 1 + (*random)() % most_lanes);
    for (std::size_t step = 0; step < drawn.steps;) {
      const std::size_t steps = std::min(drawn.steps - step, 1 + (*random)() % most_steps);
      Feed(network, drawn, inputs, states, first, lanes, step, steps, &logits);
      step += steps;
    }
    first += lanes;
  }
  return logits;
}

TEST(RandomNetwork, IsTheSameInEveryWay) {
  constexpr std::uint32_t kNetworks = testing::kSanitized ? 20 : 60;
  SplitMix64 random(4);
  std::size_t combinations = 0;
  for (std::uint32_t seed = 1; seed <= kNetworks; ++seed) {
    const NetworkCase drawn = testing::RandomNetworkCase(seed);
    const auto model = Model::Parse(testing::ModelFileOf(drawn));
    ASSERT_TRUE(model.ok()) << drawn.name;
    const NetKernels& scalar = NetKernels::kScalar;
    const std::vector<float> expected = Logits(*Network::FromModel(**model, scalar), drawn, 1, 1, &random);
    ASSERT_TRUE(std::ranges::all_of(expected, [](float logit) { return std::isfinite(logit); })) << drawn.name;
    for (const Kernel kernel : AvailableKernels()) {
      const auto network = Network::FromModel(**model, KernelsFor<NetKernels>(kernel));
      for (const std::size_t most_steps : {std::size_t{3}, drawn.steps}) {
        const std::vector<float> logits = Logits(*network, drawn, drawn.lanes, most_steps, &random);
        ASSERT_EQ(std::memcmp(logits.data(), expected.data(), logits.size() * sizeof(float)), 0)
            << drawn.name << ", " << KernelName(kernel) << ", at most " << most_steps << " steps at once";
        ++combinations;
      }
    }
  }
  std::cout << combinations << " combinations of network, kernels and splits are equal\n";
}

}  // namespace
}  // namespace llmzip::net
