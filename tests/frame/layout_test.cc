// Layouts of segmented blocks: what makes no sense is refused, whatever its numbers say.
#include "frame/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/varint.h"
#include "frame/limits.h"

namespace llmzip::testing {
namespace {

using ::testing::HasSubstr;

// A layout number by number, right unless changed: one class, one stream, one segment of 100 bytes in 50.
struct Numbers {
  std::vector<std::uint64_t> classes = {1, 0, 0, 0, 0};  // count; kind, filter, stream, fields
  std::vector<std::uint64_t> streams = {1, 0, 50};       // count; plan tag, coded size
  std::vector<std::uint64_t> segments = {1, 0, 100};     // count; class tag, size

  [[nodiscard]] Bytes ToBytes() const {
    Bytes bytes;
    for (const auto* part : {&classes, &streams, &segments}) {
      for (const std::uint64_t number : *part) AppendVarint(number, &bytes);
    }
    return bytes;
  }
};

void ExpectRefused(const Numbers& numbers, StatusCode code, const std::string& what) {
  const auto layout = ParseLayout(numbers.ToBytes(), 100, 50);
  ASSERT_FALSE(layout.ok()) << what;
  EXPECT_EQ(layout.status().code(), code) << layout.status().message();
  EXPECT_THAT(layout.status().message(), HasSubstr(what));
}

TEST(Layout, TheNumbersAreRight) {
  const auto layout = ParseLayout(Numbers().ToBytes(), 100, 50);
  ASSERT_TRUE(layout.ok()) << layout.status().message();
  EXPECT_EQ(layout->streams[0].size, 100U);
}

TEST(Layout, SegmentsCoverTheBlockExactly) {
  for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{101}, UINT64_MAX}) {
    Numbers numbers;
    numbers.segments = {1, 0, size};
    ExpectRefused(numbers, StatusCode::kCorrupt, "segment size");
  }
  Numbers numbers;
  numbers.segments = {1, 0, 99};
  ExpectRefused(numbers, StatusCode::kCorrupt, "do not cover");
  numbers.segments = {2, 0, 100, 0, 1};
  ExpectRefused(numbers, StatusCode::kCorrupt, "exceed");
  numbers.segments = {2, 0, 60, 0, 41};
  ExpectRefused(numbers, StatusCode::kCorrupt, "segment size");
}

TEST(Layout, CountsHaveBounds) {
  Numbers numbers;
  for (const std::uint64_t count : {std::uint64_t{0}, kMaxSegments + 1, std::uint64_t{1000000}, UINT64_MAX}) {
    numbers.segments[0] = count;
    ExpectRefused(numbers, StatusCode::kCorrupt, "segment count");
  }
  numbers = {};
  for (const std::uint64_t count : {std::uint64_t{0}, kMaxStreams + 1}) {
    numbers.streams[0] = count;
    ExpectRefused(numbers, StatusCode::kCorrupt, "stream count");
  }
  numbers = {};
  for (const std::uint64_t count : {std::uint64_t{0}, kMaxClasses + 1}) {
    numbers.classes[0] = count;
    ExpectRefused(numbers, StatusCode::kCorrupt, "class count");
  }
}

TEST(Layout, AClaimOfManySegmentsTakesNoMemoryForThem) {
  Numbers numbers;
  numbers.segments = {kMaxSegments, 0, 1};
  ExpectRefused(numbers, StatusCode::kCorrupt, "cut short");
}

TEST(Layout, ClassesAndStreamsMustExist) {
  Numbers numbers;
  numbers.segments[1] = 2;
  ExpectRefused(numbers, StatusCode::kCorrupt, "class");
  numbers = {};
  numbers.classes[3] = 1;
  ExpectRefused(numbers, StatusCode::kCorrupt, "does not exist");
  numbers.classes[3] = kMaxStreams;
  ExpectRefused(numbers, StatusCode::kCorrupt, "stream");
  numbers = {};
  numbers.streams = {2, 0, 50, 0, 0};
  ExpectRefused(numbers, StatusCode::kCorrupt, "has no bytes");
  numbers = {};
  numbers.classes[1] = 256;
  ExpectRefused(numbers, StatusCode::kCorrupt, "kind");
}

TEST(Layout, CodedSizesSumToTheBlocks) {
  for (const std::uint64_t size : {std::uint64_t{49}, std::uint64_t{51}, UINT64_MAX}) {
    Numbers numbers;
    numbers.streams[2] = size;
    ExpectRefused(numbers, StatusCode::kCorrupt, "coded size");
  }
}

TEST(Layout, OnlyTheFirstSegmentContinues) {
  Numbers numbers;
  numbers.segments = {2, 1, 50, 0, 50};
  EXPECT_TRUE(ParseLayout(numbers.ToBytes(), 100, 50).ok());
  numbers.segments = {2, 0, 50, 1, 50};
  ExpectRefused(numbers, StatusCode::kCorrupt, "continues");
}

TEST(Layout, ReservedFieldsAreUnsupported) {
  for (const std::uint64_t fields : {std::uint64_t{4}, std::uint64_t{128}, std::uint64_t{1} << 63}) {
    Numbers numbers;
    numbers.classes[4] = fields;
    ExpectRefused(numbers, StatusCode::kUnsupported, "fields");
  }
}

TEST(Layout, ParametersHaveBounds) {
  for (const std::uint64_t size : {std::uint64_t{1}, kMaxParameterSize + 1, UINT64_MAX}) {
    Numbers numbers;
    numbers.classes[4] = 1;
    numbers.segments.push_back(size);
    ExpectRefused(numbers, StatusCode::kCorrupt, "parameters");
    numbers.classes[4] = 0;
    numbers.classes[2] = 1;
    ExpectRefused(numbers, StatusCode::kCorrupt, "filter parameters");
  }
}

TEST(Layout, NothingFollows) {
  Bytes bytes = Numbers().ToBytes();
  bytes.push_back(0);
  const auto layout = ParseLayout(bytes, 100, 50);
  ASSERT_FALSE(layout.ok());
  EXPECT_THAT(layout.status().message(), HasSubstr("end"));
}

TEST(Layout, LargeParametersComeBack) {
  std::vector<StreamHead> streams = {{0, 1, 50, 0, {}}};
  std::vector<SegmentHead> segments = {{7, 9, 0, false, 100, 40, Bytes(60000, 1), Bytes(kMaxParameterSize, 2)}};
  Bytes bytes;
  AppendLayout(streams, segments, &bytes);
  const auto layout = ParseLayout(bytes, 100, 50);
  ASSERT_TRUE(layout.ok()) << layout.status().message();
  EXPECT_EQ(layout->segments[0].parameters, segments[0].parameters);
  EXPECT_EQ(layout->segments[0].filter_parameters, segments[0].filter_parameters);
  EXPECT_EQ(layout->segments[0].filtered_size, 40U);
  EXPECT_EQ(layout->streams[0].size, 40U);
}

}  // namespace
}  // namespace llmzip::testing
