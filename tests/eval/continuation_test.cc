// What is drawn after a prefix is told to predictors as what the prefix's header says.
#include "eval/continuation.h"

#include <gtest/gtest.h>

#include "eval/generate.h"
#include "support/catalogue.h"
#include "support/content_samples.h"

namespace llmzip::testing {
namespace {

std::uint64_t Covered(const Continuation& continuation) {
  std::uint64_t end = 0;
  for (const LaneSegment& segment : continuation.Lane()) {
    EXPECT_EQ(segment.begin, end);
    EXPECT_GT(segment.segment.size, 0U);
    end += segment.segment.size;
  }
  return end;
}

TEST(Continuation, APictureGoesOnToItsEnd) {
  const Bytes file = PpmFile(Pixels(96 * 200, 32), 32);
  const Bytes half(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(file.size() / 2));
  const Continuation whole = ContinuationOf(half, file.size() - half.size());
  EXPECT_EQ(Covered(whole), file.size());
  ASSERT_EQ(whole.segments.size(), 2U);  // the header, and all of the pixels
  EXPECT_EQ(whole.segments[1].size, 96U * 200);
  EXPECT_NE(whole.segments[1].kind, Kind::kData);

  const Continuation beyond = ContinuationOf(half, file.size() - half.size() + 50);
  EXPECT_EQ(Covered(beyond), file.size() + 50);
  ASSERT_EQ(beyond.segments.size(), 3U);
  EXPECT_EQ(beyond.segments[1], whole.segments[1]);
  EXPECT_EQ(beyond.segments[2].kind, Kind::kData);
}

TEST(Continuation, AllOtherKindsGoOnForEver) {
  const Continuation text = ContinuationOf(Prose(20000), 5000);
  EXPECT_EQ(Covered(text), 25000U);
  ASSERT_EQ(text.segments.size(), 1U);
  EXPECT_EQ(text.segments[0].kind, Kind::kText);
  EXPECT_EQ(text.spec, "mix(cm:max,net)");
}

TEST(Continuation, NothingMayBeGivenOrDrawn) {
  EXPECT_EQ(Covered(ContinuationOf({}, 100)), 100U);
  EXPECT_EQ(Covered(ContinuationOf(Prose(100), 0)), 100U);
  EXPECT_TRUE(ContinuationOf({}, 0).segments.empty());
  EXPECT_FALSE(ContinuationOf({}, 0).spec.empty());
}

// Sees where segments begin.
class Listener final : public Predictor {
 public:
  [[nodiscard]] std::uint32_t alphabet_size() const override { return 256; }
  [[nodiscard]] unsigned frequency_bits() const override { return 8; }
  [[nodiscard]] unsigned lanes() const override { return 1; }
  Status Predict(std::span<Frequency> frequencies) override {
    std::ranges::fill(frequencies, 1U);
    return Status::Ok();
  }
  Status Update(std::span<const Symbol> /*symbols*/) override {
    ++seen_;
    return Status::Ok();
  }
  Status BeginSegment(unsigned /*lane*/, const SegmentView& segment) override {
    told.emplace_back(seen_, segment.size);
    return Status::Ok();
  }
  std::vector<std::pair<std::uint64_t, std::uint64_t>> told;

 private:
  std::uint64_t seen_ = 0;
};

TEST(Continuation, PredictorsAreToldInTime) {
  const Bytes file = PpmFile(Pixels(96 * 200, 32), 32);
  const std::size_t header = file.size() - 96 * 200;
  const Bytes half(file.begin(), file.begin() + 9000);
  const Continuation continuation = ContinuationOf(half, file.size() - 9000 + 3);
  Listener listener;
  Generator generator(&listener, 1, 1.0, Learning::kFromPrefix, continuation.Lane());
  ASSERT_TRUE(generator.Feed(half).ok());
  for (std::size_t i = half.size(); i < file.size() + 3; ++i) ASSERT_TRUE(generator.Next().ok());
  using Told = std::vector<std::pair<std::uint64_t, std::uint64_t>>;
  EXPECT_EQ(listener.told, (Told{{0, header}, {header, 96 * 200}, {file.size(), 3}}));
}

}  // namespace
}  // namespace llmzip::testing
