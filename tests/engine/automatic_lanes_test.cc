// The rule for lanes depends on spec and size alone; what it gives is a format's habit, so it is written out here.
#include "engine/automatic_lanes.h"

#include <gtest/gtest.h>

#include "engine/archives.h"
#include "io/memory_stream.h"
#include "llmzip/list.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

unsigned LanesFor(const std::string& spec, std::uint64_t block_size) {
  return AutomaticLanes(*ParseSpec(spec), block_size);
}

TEST(AutomaticLanes, OneWithoutANetwork) {
  for (const char* spec : {"cm", "cm:max", "store", "zstd:3", "mix(cm,order2)", "codelength:arithmetic:order0"}) {
    for (const std::uint64_t size : {0ULL, 1ULL, 1ULL << 20, 1ULL << 40}) EXPECT_EQ(LanesFor(spec, size), 1U);
  }
}

TEST(AutomaticLanes, OneToSixteenByTheSizeForNetworks) {
  for (const char* spec : {"net", "net:some", "mix(cm,net)", "arithmetic:mix(cm:max,net:some)"}) {
    EXPECT_EQ(LanesFor(spec, 0), 1U);
    EXPECT_EQ(LanesFor(spec, 65535), 1U);
    EXPECT_EQ(LanesFor(spec, 65536), 2U);
    EXPECT_EQ(LanesFor(spec, 131071), 2U);
    EXPECT_EQ(LanesFor(spec, 131072), 4U);
    EXPECT_EQ(LanesFor(spec, 262144), 8U);
    EXPECT_EQ(LanesFor(spec, 524288), 16U);
    EXPECT_EQ(LanesFor(spec, std::uint64_t{1} << 40), 16U);
  }
}

}  // namespace
}  // namespace llmzip::testing
