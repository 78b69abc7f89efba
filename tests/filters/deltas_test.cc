// What becomes of numbers, by hand; what is chosen for what; and which parameters are refused.
#include "filters/deltas/deltas.h"

#include <gtest/gtest.h>

#include "content/records_parameters.h"
#include "filters/registry.h"
#include "support/content_samples.h"

namespace llmzip {
namespace {

constexpr auto kRecords = static_cast<std::uint8_t>(Kind::kRecords);

Bytes Restored(const RecordsParameters& records, const Bytes& parameters, const Bytes& filtered) {
  const Bytes own = records.Serialised();
  Bytes raw(filtered.size());
  EXPECT_TRUE(deltas::Inverse({kRecords, raw.size(), own}, parameters, filtered, raw).ok());
  return raw;
}

StatusCode CodeOf(const RecordsParameters& records, const Bytes& parameters) {
  const Bytes own = records.Serialised();
  Bytes raw(20);
  return deltas::Inverse({kRecords, raw.size(), own}, parameters, Bytes(20), raw).code();
}

TEST(Deltas, ColumnsAddWhatWasBefore) {
  EXPECT_EQ(Restored({2, 2, 0, 2, false}, {1, 2, 1}, {1, 2, 0xFF, 0xFF, 0, 3}), (Bytes{2, 1, 1, 1, 4, 1}));
  EXPECT_EQ(Restored({2, 2, 0, 2, true}, {1, 2, 1}, {1, 2, 0xFF, 0xFF, 0, 3}), (Bytes{1, 2, 1, 1, 1, 4}));
  EXPECT_EQ(Restored({1, 1, 0, 1, false}, {1, 1, 2}, {10, 1, 0, 0, 0}), (Bytes{10, 21, 32, 43, 54}));
}

TEST(Deltas, ColumnsHavePredictorsOfTheirOwn) {
  EXPECT_EQ(Restored({2, 2, 0, 1, false}, {1, 1, 0, 1}, {1, 2, 3, 4, 5, 6}), (Bytes{1, 2, 3, 6, 5, 12}));
  EXPECT_EQ(Restored({2, 2, 1, 1, false}, {1, 1, 0, 1}, {1, 2, 3, 4, 5, 6}), (Bytes{1, 2, 4, 4, 9, 6}));
}

TEST(Deltas, BytesAroundWholeNumbersStay) {
  EXPECT_EQ(Restored({4, 4, 3, 4, false}, {1, 4, 1}, {9, 0, 0, 0, 1, 8, 7}), (Bytes{9, 1, 0, 0, 0, 8, 7}));
  EXPECT_EQ(Restored({8, 8, 1, 8, false}, {1, 8, 1}, {1, 2, 3}), (Bytes{1, 2, 3}));
}

TEST(Deltas, RowsAddTheirNeighbours) {
  const RecordsParameters two_by_three{3, 1, 0, 1, false};
  const Bytes ones(6, 1);
  EXPECT_EQ(Restored(two_by_three, {2, 0}, ones), ones);
  EXPECT_EQ(Restored(two_by_three, {2, 1}, ones), (Bytes{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(Restored(two_by_three, {2, 2}, ones), (Bytes{1, 1, 1, 2, 2, 2}));
  EXPECT_EQ(Restored(two_by_three, {2, 3}, ones), (Bytes{1, 1, 1, 2, 2, 2}));
  EXPECT_EQ(Restored(two_by_three, {2, 4}, {5, 1, 0, 1, 0, 0}), (Bytes{5, 6, 6, 7, 7, 7}));
}

TEST(Deltas, RowsSubtractChannels) {
  const RecordsParameters rgb{6, 3, 0, 1, false};
  EXPECT_EQ(Restored(rgb, {2, 16}, {10, 1, 1, 20, 2, 2}), (Bytes{10, 11, 12, 20, 22, 24}));
  EXPECT_EQ(Restored(rgb, {2, 17}, {10, 1, 1, 1, 0, 0}), (Bytes{10, 11, 12, 11, 12, 13}));
}

TEST(Deltas, RefusesParametersOutOfRange) {
  const RecordsParameters table{8, 8, 0, 2, false};
  const RecordsParameters rows{9, 3, 0, 1, false};
  EXPECT_EQ(CodeOf(table, {1, 2, 0, 1, 2, 0}), StatusCode::kOk);
  EXPECT_EQ(CodeOf(table, {1, 8, 1}), StatusCode::kOk);
  for (const Bytes& bad :
       {Bytes{0}, Bytes{1}, Bytes{1, 2}, Bytes{1, 2, 0, 1, 2}, Bytes{1, 2, 0, 1, 2, 0, 0}, Bytes{1, 2, 0, 1, 3, 0},
        Bytes{1, 0, 0}, Bytes{1, 5, 0, 0}, Bytes{1, 16, 0}, Bytes{2, 0}, Bytes{3, 0}, Bytes{255}}) {
    EXPECT_EQ(CodeOf(table, bad), StatusCode::kCorrupt);
  }
  EXPECT_EQ(CodeOf(rows, {2, 20}), StatusCode::kOk);
  for (const Bytes& bad : {Bytes{2}, Bytes{2, 5}, Bytes{2, 32}, Bytes{2, 1, 1}, Bytes{2, 255}}) {
    EXPECT_EQ(CodeOf(rows, bad), StatusCode::kCorrupt);
  }
}

TEST(Deltas, SmoothPixelsAndSoundBecomeSmallNumbers) {
  const Bytes pixels = testing::Pixels(9600, 32);
  const Bytes rows = RecordsParameters{96, 3, 0, 1, false}.Serialised();
  const auto filtered_pixels = ApplyFilter(*FindFilter("deltas"), {kRecords, pixels.size(), rows}, pixels);
  ASSERT_TRUE(filtered_pixels.has_value());
  EXPECT_EQ(filtered_pixels->parameters[0], 2);

  const Bytes sound = testing::Sound(10000);
  const Bytes samples = RecordsParameters{2, 2, 0, 2, false}.Serialised();
  const auto filtered_sound = ApplyFilter(*FindFilter("deltas"), {kRecords, sound.size(), samples}, sound);
  ASSERT_TRUE(filtered_sound.has_value());
  EXPECT_EQ(filtered_sound->parameters[0], 1);
  EXPECT_NE(filtered_sound->parameters[2], 0);
}

TEST(Deltas, LeavesWhatHasNoWidth) {
  const Bytes pixels = testing::Pixels(3000, 10);
  const Bytes unknown = RecordsParameters{30, 30, 0, 0, false}.Serialised();
  EXPECT_FALSE(ApplyFilter(*FindFilter("deltas"), {kRecords, pixels.size(), unknown}, pixels).has_value());
}

}  // namespace
}  // namespace llmzip
