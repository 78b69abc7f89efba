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

TEST(Presets, ShapesAreVariationsOfThem) {
  const auto shape = ParseNetworkShape("paper-200k;width=96;heads=12;layers=AA;window=512;chunk=512");
  ASSERT_TRUE(shape.ok()) << shape.status().message();
  EXPECT_EQ(*shape, (NetworkConfig{Architecture::kPaper, 96, 12, 256, "AA", 512, 512, 0}));
  EXPECT_EQ(*ParseNetworkShape("delta-1m"), Preset("delta-1m"));
}

TEST(Presets, ShapesAreChangedAfterwards) {
  NetworkConfig longer = Preset("paper-tiny");
  EXPECT_EQ(*ChangeNetworkShape(longer, ""), longer);
  const auto changed = ChangeNetworkShape(longer, ";window=256;chunk=256");
  ASSERT_TRUE(changed.ok()) << changed.status().message();
  longer.window = 256;
  longer.chunk = 256;
  EXPECT_EQ(*changed, longer);
  EXPECT_FALSE(ChangeNetworkShape(longer, "window=128").ok());
  EXPECT_FALSE(ChangeNetworkShape(longer, ";").ok());
  EXPECT_FALSE(ChangeNetworkShape(longer, ";window=0").ok());
}

TEST(Presets, BadShapesSayWhatIsWrong) {
  const auto message = [](std::string_view text) { return ParseNetworkShape(text).status().message(); };
  EXPECT_NE(message("delta-2m;width=32").find("unknown architecture 'delta-2m': there are hybrid-1m"),
            std::string::npos);
  EXPECT_NE(message("delta-1m;depth=3").find("'depth' is none of width"), std::string::npos);
  EXPECT_NE(message("delta-1m;").find("'' is none of"), std::string::npos);
  for (const std::string_view text : {"delta-1m;width", "delta-1m;width=", "delta-1m;width=1x", "delta-1m;width=-16"}) {
    EXPECT_NE(message(text).find("gives no number"), std::string::npos) << text;
  }
  EXPECT_NE(message("delta-1m;width=5000000000").find("gives no number"), std::string::npos);
  EXPECT_NE(message("delta-1m;width=24").find("width cannot be 24"), std::string::npos);
  EXPECT_FALSE(ParseNetworkShape("delta-1m;layers=DX").ok());
  EXPECT_FALSE(ParseNetworkShape("delta-1m;layers=").ok());
}

}  // namespace
}  // namespace llmzip
