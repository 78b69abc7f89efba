// What a plan says it takes: never less than on a fast machine, never much more than on an ordinary one.
#include "plan/cost.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <functional>

#include "content/kind.h"
#include "content/picture_parameters.h"
#include "support/catalogue.h"
#include "support/samples.h"
#include "support/sanitized.h"

namespace llmzip::testing {
namespace {

TEST(Cost, SumsStayAtTheirLimit) {
  EXPECT_EQ((Cost{5, 3}.Total(10)), 35U);
  EXPECT_EQ((Cost{UINT64_MAX, 1}.Total(1)), UINT64_MAX);
  EXPECT_EQ((Cost{0, UINT64_MAX / 2}.Total(3)), UINT64_MAX);
  EXPECT_EQ((Cost{UINT64_MAX, 1} + Cost{1, 1}), (Cost{UINT64_MAX, 2}));
  EXPECT_EQ(SaturatingMultiply(0, UINT64_MAX), 0U);
}

class CostOf : public ::testing::TestWithParam<Example> {};

TEST_P(CostOf, GrowsWithTheBlock) {
  const Plan plan = PlanNamed(GetParam().spec);
  for (const Direction direction : {Direction::kCompress, Direction::kDecompress}) {
    std::uint64_t before = 0;
    for (std::uint64_t size = 1; size < std::uint64_t{1} << 40; size *= 16) {
      const auto cost = plan.CostOf({.raw_size = size}, direction);
      ASSERT_TRUE(cost.ok());
      EXPECT_GT(cost->Total(size), before);
      before = cost->Total(size);
    }
  }
}

// Of this process's processor time, so that others on the machine count little.
double SecondsOf(const std::function<void()>& work) {
  double best = 1e9;
  for (int run = 0; run < 5; ++run) {
    const std::clock_t start = std::clock();
    work();
    best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return best;
}

// What predicts pictures is told of one, which takes longer than bytes of which nothing is known.
// Within a factor of about four on the machine this was written on; others, and busy ones, may be slower. A
// millisecond is nothing.
TEST_P(CostOf, IsAboutWhatIsMeasured) {
  if (kSanitized) GTEST_SKIP() << "sanitizers take their time";
  const Plan plan = PlanNamed(GetParam().spec);
  const bool told = GetParam().spec.starts_with("picture");
  const std::size_t size = GetParam().sample_size * (GetParam().slow() ? 1 : told ? 4 : 20);
  const Bytes raw = AllSamples(size)[5].bytes;
  const auto codec = CodecOf(GetParam().spec, 1);
  const Bytes colours = PictureParameters{.width = 100, .stride = 300, .channels = 3}.Serialised();
  std::vector<SegmentView> segments;
  if (told) segments = {{static_cast<std::uint8_t>(Kind::kPicture), size, colours}};
  const auto coded = codec->CompressSegments(raw, segments, {});
  ASSERT_TRUE(coded.ok());
  const auto check = [&](Direction direction, double measured) {
    const double said = 1e-9 * static_cast<double>(plan.CostOf({.raw_size = size}, direction)->Total(size));
    EXPECT_LE(said, 5 * measured + 1e-3) << measured;
    EXPECT_GE(8 * said, measured - 1e-3) << measured;
    RecordProperty(direction == Direction::kCompress ? "compress" : "decompress", std::to_string(said / measured));
  };
  check(Direction::kCompress, SecondsOf([&] { (void)codec->CompressSegments(raw, segments, {}).ok(); }));
  check(Direction::kDecompress,
        SecondsOf([&] { (void)codec->DecompressSegments(*coded, raw.size(), segments, {}).ok(); }));
}

INSTANTIATE_TEST_SUITE_P(Registry, CostOf, ::testing::ValuesIn(AllExamples()),
                         [](const auto& info) { return TestName(info.param.spec); });

}  // namespace
}  // namespace llmzip::testing
