#include "model/presets.h"

#include <gtest/gtest.h>

#include <cmath>

namespace llmzip {
namespace {

const NetworkConfig& Preset(std::string_view name) { return FindNetworkPreset(name)->config; }

TEST(Presets, AllAreValid) {
  for (const NetworkPreset& preset : NetworkPresets()) {
    EXPECT_TRUE(preset.config.Check().ok()) << preset.name;
    EXPECT_EQ(FindNetworkPreset(preset.name), &preset);
  }
  EXPECT_EQ(FindNetworkPreset("no such"), nullptr);
}

TEST(Presets, ThePapersCountsAreReached) {
  // Its embedding has 256 rows; ours has one more, for the beginning.
  EXPECT_EQ(ParameterCount(Preset("paper-200k")) - 64, 231936U);
  EXPECT_NEAR(static_cast<double>(ParameterCount(Preset("paper-800k"))), 0.8e6, 0.1e6);
  EXPECT_NEAR(static_cast<double>(ParameterCount(Preset("paper-3.2m"))), 3.2e6, 0.2e6);
}

TEST(Presets, ThoseToBeComparedCostTheSame) {
  const auto hybrid = static_cast<double>(MultiplyAddsPerByte(Preset("hybrid-1m")));
  for (const std::string_view name : {"attention-1m", "delta-1m"}) {
    const auto other = static_cast<double>(MultiplyAddsPerByte(Preset(name)));
    EXPECT_LT(std::abs(other / hybrid - 1), 0.02) << name << ' ' << other << " against " << hybrid;
  }
}

}  // namespace
}  // namespace llmzip
