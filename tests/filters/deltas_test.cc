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
  EXPECT_EQ(Restored({2, 2, 0, 2, false}, {2, 1}, {1, 2, 0xFF, 0xFF, 0, 3}), (Bytes{2, 1, 1, 1, 4, 1}));
  EXPECT_EQ(Restored({2, 2, 0, 2, true}, {2, 1}, {1, 2, 0xFF, 0xFF, 0, 3}), (Bytes{1, 2, 1, 1, 1, 4}));
  EXPECT_EQ(Restored({1, 1, 0, 1, false}, {1, 2}, {10, 1, 0, 0, 0}), (Bytes{10, 21, 32, 43, 54}));
}

TEST(Deltas, ColumnsHavePredictorsOfTheirOwn) {
  EXPECT_EQ(Restored({2, 2, 0, 1, false}, {1, 0, 1}, {1, 2, 3, 4, 5, 6}), (Bytes{1, 2, 3, 6, 5, 12}));
  EXPECT_EQ(Restored({2, 2, 1, 1, false}, {1, 0, 1}, {1, 2, 3, 4, 5, 6}), (Bytes{1, 2, 4, 4, 9, 6}));
}

TEST(Deltas, BytesAroundWholeNumbersStay) {
  EXPECT_EQ(Restored({4, 4, 3, 4, false}, {4, 1}, {9, 0, 0, 0, 1, 8, 7}), (Bytes{9, 1, 0, 0, 0, 8, 7}));
  EXPECT_EQ(Restored({8, 8, 1, 8, false}, {8, 1}, {1, 2, 3}), (Bytes{1, 2, 3}));
}

TEST(Deltas, RefusesParametersOutOfRange) {
  const RecordsParameters table{8, 8, 0, 2, false};
  EXPECT_EQ(CodeOf(table, {2, 0, 1, 2, 0}), StatusCode::kOk);
  EXPECT_EQ(CodeOf(table, {8, 1}), StatusCode::kOk);
  for (const Bytes& bad :
       {Bytes{0}, Bytes{2}, Bytes{8}, Bytes{2, 0, 1, 2}, Bytes{2, 0, 1, 2, 0, 0}, Bytes{2, 0, 1, 3, 0}, Bytes{0, 0},
        Bytes{5, 0, 0}, Bytes{16, 0}, Bytes{3, 0, 0}, Bytes{255}}) {
    EXPECT_EQ(CodeOf(table, bad), StatusCode::kCorrupt);
  }
}

TEST(Deltas, SoundBecomesSmallNumbers) {
  const Bytes sound = testing::Sound(10000);
  const Bytes samples = RecordsParameters{2, 2, 0, 2, false}.Serialised();
  const auto filtered = ApplyFilter(*FindFilter("deltas"), {kRecords, sound.size(), samples}, sound);
  ASSERT_TRUE(filtered.has_value());
  EXPECT_EQ(filtered->parameters[0], 2);
  EXPECT_NE(filtered->parameters[1], 0);
}

// Their neighbours above and to the left say more than a difference keeps.
TEST(Deltas, LeavesPictures) {
  const Bytes pixels = testing::Pixels(9600, 32);
  const Bytes rows = RecordsParameters{96, 3, 0, 1, false}.Serialised();
  EXPECT_FALSE(ApplyFilter(*FindFilter("deltas"), {kRecords, pixels.size(), rows}, pixels).has_value());
}

TEST(Deltas, LeavesWhatHasNoWidth) {
  const Bytes pixels = testing::Pixels(3000, 10);
  const Bytes unknown = RecordsParameters{30, 30, 0, 0, false}.Serialised();
  EXPECT_FALSE(ApplyFilter(*FindFilter("deltas"), {kRecords, pixels.size(), unknown}, pixels).has_value());
}

}  // namespace
}  // namespace llmzip
