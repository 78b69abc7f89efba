// The rule for lanes depends on model and size alone; what it gives is a format's habit, so it is written out here.
#include "plan/automatic_lanes.h"

#include <gtest/gtest.h>

#include <memory>

#include "model/presets.h"
#include "plan/plan.h"
#include "support/random_model.h"

namespace llmzip::testing {
namespace {

constexpr std::uint64_t kLarge = std::uint64_t{1} << 30;

TEST(AutomaticLanes, OneWithoutANetwork) {
  EXPECT_EQ(LanesForNetworks(0, kLarge), 1U);
  for (const char* spec : {"cm", "cm:max", "store", "zstd:3", "mix(cm,order2)", "codelength:arithmetic:order0"}) {
    EXPECT_EQ(ResolvePlan(spec, nullptr)->AutomaticLanes(kLarge), 1U) << spec;
  }
}

TEST(AutomaticLanes, MoreForLargerNetworks) {
  EXPECT_EQ(LanesForNetworks(1, kLarge), 1U);
  EXPECT_EQ(LanesForNetworks(5'999'999, kLarge), 1U);
  EXPECT_EQ(LanesForNetworks(6'000'000, kLarge), 2U);
  EXPECT_EQ(LanesForNetworks(10'000'000, kLarge), 4U);
}

TEST(AutomaticLanes, NoLaneIsTiny) {
  EXPECT_EQ(LanesForNetworks(20'000'000, 0), 1U);
  EXPECT_EQ(LanesForNetworks(20'000'000, 65535), 1U);
  EXPECT_EQ(LanesForNetworks(20'000'000, 65536), 2U);
  EXPECT_EQ(LanesForNetworks(20'000'000, 131071), 2U);
  EXPECT_EQ(LanesForNetworks(20'000'000, 131072), 4U);
}

// A source with one model of a given shape under any name.
class OneModel final : public ModelSource {
 public:
  explicit OneModel(const char* preset) : model_(RandomModel(FindNetworkPreset(preset)->config, 1)) {}
  StatusOr<std::shared_ptr<const Model>> Find(std::string_view /*reference*/) const override { return model_; }

 private:
  std::shared_ptr<const Model> model_;
};

TEST(AutomaticLanes, TheSpecsNetworksCount) {
  const auto small = std::make_shared<OneModel>("hybrid-1m");
  const auto large = std::make_shared<OneModel>("hybrid-6m");
  for (const char* spec : {"net", "net:some", "mix(cm,net)", "arithmetic:mix(cm:max,net:some)"}) {
    EXPECT_EQ(ResolvePlan(spec, small)->AutomaticLanes(kLarge), 1U) << spec;
    EXPECT_EQ(ResolvePlan(spec, large)->AutomaticLanes(kLarge), 2U) << spec;
  }
}

}  // namespace
}  // namespace llmzip::testing
