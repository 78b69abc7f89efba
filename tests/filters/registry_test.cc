// What is common to all filters: the catalogue, and what ApplyFilter and UndoFilter refuse.
#include "filters/registry.h"

#include <gtest/gtest.h>

#include "content/code_parameters.h"

namespace llmzip {
namespace {

// A BL to itself at every word.
Bytes Calls(std::size_t count) {
  Bytes bytes;
  for (std::size_t i = 0; i < count; ++i) bytes.insert(bytes.end(), {0x00, 0x00, 0x00, 0x94});
  return bytes;
}

TEST(FilterRegistry, NumbersRiseAndNamesDiffer) {
  std::uint8_t last = kNoFilter;
  for (const FilterEntry& entry : FilterCatalogue()) {
    EXPECT_GT(entry.number, last);
    last = entry.number;
    EXPECT_EQ(FindFilter(entry.number), &entry);
    EXPECT_EQ(FindFilter(entry.name), &entry);
  }
  EXPECT_EQ(FindFilter(kNoFilter), nullptr);
  EXPECT_EQ(FindFilter("nothing"), nullptr);
}

TEST(FilterRegistry, AppliesAndUndoes) {
  const Bytes parameters = CodeParameters{0x1000}.Serialised();
  const Bytes raw = Calls(100);
  const SegmentView segment{static_cast<std::uint8_t>(Kind::kArm64), raw.size(), parameters};
  const FilterEntry& filter = *FindFilter("arm64-branches");
  const auto filtered = ApplyFilter(filter, segment, raw);
  ASSERT_TRUE(filtered.has_value());
  EXPECT_NE(filtered->bytes, raw);
  Bytes restored(raw.size());
  ASSERT_TRUE(UndoFilter(filter.number, segment, filtered->parameters, filtered->bytes, restored).ok());
  EXPECT_EQ(restored, raw);
}

TEST(FilterRegistry, AppliesNothingToOtherKindsAndWrongParameters) {
  const Bytes raw = Calls(100);
  const Bytes parameters = CodeParameters{0}.Serialised();
  const FilterEntry& filter = *FindFilter("arm64-branches");
  EXPECT_FALSE(ApplyFilter(filter, {static_cast<std::uint8_t>(Kind::kText), raw.size(), {}}, raw).has_value());
  EXPECT_FALSE(ApplyFilter(filter, {static_cast<std::uint8_t>(Kind::kArm64), raw.size(), {}}, raw).has_value());
  EXPECT_FALSE(ApplyFilter(filter, {static_cast<std::uint8_t>(Kind::kArm64), 5, parameters}, raw).has_value());
}

TEST(FilterRegistry, NoParametersLeaveTheBytes) {
  const Bytes parameters = CodeParameters{0}.Serialised();
  const SegmentView segment{static_cast<std::uint8_t>(Kind::kArm64), 4, parameters};
  Bytes raw(4);
  ASSERT_TRUE(UndoFilter(FindFilter("arm64-branches")->number, segment, {}, Bytes{1, 2, 3, 4}, raw).ok());
  EXPECT_EQ(raw, (Bytes{1, 2, 3, 4}));
}

TEST(FilterRegistry, UndoRefusesWhatCannotBe) {
  const std::uint8_t number = FindFilter("arm64-branches")->number;
  const auto arm64 = static_cast<std::uint8_t>(Kind::kArm64);
  const Bytes address = CodeParameters{0}.Serialised();
  const Bytes four(4, 7);
  Bytes raw(4);
  EXPECT_EQ(UndoFilter(250, {arm64, 4, address}, Bytes{1}, four, raw).code(), StatusCode::kUnsupported);
  EXPECT_EQ(UndoFilter(number, {250, 4, address}, Bytes{1}, four, raw).code(), StatusCode::kUnsupported);
  EXPECT_EQ(UndoFilter(number, {arm64, 4, {}}, Bytes{1}, four, raw).code(), StatusCode::kCorrupt);
  EXPECT_EQ(UndoFilter(number, {0, 4, {}}, Bytes{1}, four, raw).code(), StatusCode::kCorrupt);
  EXPECT_EQ(UndoFilter(number, {arm64, 5, address}, Bytes{1}, four, raw).code(), StatusCode::kCorrupt);
  EXPECT_EQ(UndoFilter(number, {arm64, 4, address}, Bytes{1}, Bytes(5, 7), raw).code(), StatusCode::kCorrupt);
  EXPECT_EQ(UndoFilter(number, {arm64, 4, address}, {}, Bytes(5, 7), raw).code(), StatusCode::kCorrupt);
  EXPECT_EQ(UndoFilter(number, {arm64, 4, address}, Bytes(kMaxFilterParameterBytes + 1, 1), four, raw).code(),
            StatusCode::kCorrupt);
}

}  // namespace
}  // namespace llmzip
