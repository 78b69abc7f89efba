// Lanes cover a block exactly, and those with a byte at a step are always the first.
#include "codecs/arithmetic/lane_cut.h"

#include <gtest/gtest.h>

#include <vector>

namespace llmzip {
namespace {

TEST(LaneCut, EveryByteIsInOneLaneAtOneStep) {
  for (const unsigned lanes : {1U, 2U, 3U, 7U, 16U, 100U}) {
    for (std::size_t size = 0; size < 230; ++size) {
      const LaneCut cut(size, lanes);
      std::vector<int> visits(size);
      unsigned before = lanes;
      for (std::size_t step = 0; step < cut.steps(); ++step) {
        ASSERT_GE(cut.active(step), 1U);
        ASSERT_LE(cut.active(step), before);  // an ended lane never comes back
        before = cut.active(step);
        for (unsigned lane = 0; lane < cut.active(step); ++lane) {
          ASSERT_LT(cut.offset(lane) + step, size);
          ++visits[cut.offset(lane) + step];
        }
      }
      EXPECT_EQ(visits, std::vector<int>(size, 1)) << size << " bytes, " << lanes << " lanes";
    }
  }
}

}  // namespace
}  // namespace llmzip
