#include "cli/quantity.h"

#include <gtest/gtest.h>

namespace llmzip::cli {
namespace {

TEST(ParseSize, Units) {
  EXPECT_EQ(*ParseSize("0"), 0U);
  EXPECT_EQ(*ParseSize("4096"), 4096U);
  EXPECT_EQ(*ParseSize("4096B"), 4096U);
  for (const char* text : {"64K", "64k", "64KB", "64KiB"}) EXPECT_EQ(*ParseSize(text), 65536U) << text;
  EXPECT_EQ(*ParseSize("2G"), std::uint64_t{2} << 30);
  EXPECT_EQ(*ParseSize("15E"), std::uint64_t{15} << 60);
  EXPECT_EQ(*ParseSize("18446744073709551615"), UINT64_MAX);
}

TEST(ParseSize, Nonsense) {
  for (const char* text : {"", "K", "-1", "+1", " 1", "1 ", "1.5K", "1X", "1KX", "1KiBs", "0x10", "16E", "1iB",
                           "18446744073709551616", "99999999999999999999999"}) {
    EXPECT_EQ(ParseSize(text).status().code(), StatusCode::kInvalidArgument) << text;
  }
}

TEST(ParseCount, Range) {
  EXPECT_EQ(*ParseCount("7", 7), 7U);
  for (const char* text : {"8", "", "-0", "7x", "7K"}) EXPECT_FALSE(ParseCount(text, 7).ok()) << text;
}

TEST(FormatSize, ThreeDigits) {
  EXPECT_EQ(FormatSize(0), "0 B");
  EXPECT_EQ(FormatSize(1023), "1023 B");
  EXPECT_EQ(FormatSize(1024), "1.00 KiB");
  EXPECT_EQ(FormatSize(10'239), "10.0 KiB");
  EXPECT_EQ(FormatSize(102'400), "100 KiB");
  EXPECT_EQ(FormatSize(1024 * 1024 - 1), "1.00 MiB");
  EXPECT_EQ(FormatSize(UINT64_MAX), "16.0 EiB");
}

TEST(FormatRate, InTheUnitThatSpeaks) {
  EXPECT_EQ(FormatRate(0), "0.00 B/s");
  EXPECT_EQ(FormatRate(512), "512 B/s");
  EXPECT_EQ(FormatRate(999.4), "999 B/s");
  EXPECT_EQ(FormatRate(999.6), "1.00 KB/s");
  EXPECT_EQ(FormatRate(15'240), "15.2 KB/s");
  EXPECT_EQ(FormatRate(3'850'000), "3.85 MB/s");
  EXPECT_EQ(FormatRate(1e18), "1000000 TB/s");
}

TEST(FormatDuration, CoarserTheLonger) {
  EXPECT_EQ(FormatDuration(0.1), "1 s");
  EXPECT_EQ(FormatDuration(59), "59 s");
  EXPECT_EQ(FormatDuration(60), "1 min");
  EXPECT_EQ(FormatDuration(156), "2 min 30 s");
  EXPECT_EQ(FormatDuration(1799), "29 min");
  EXPECT_EQ(FormatDuration(3900), "1 h 5 min");
  EXPECT_EQ(FormatDuration(86400 * 3 + 7200), "3 d 2 h");
  EXPECT_EQ(FormatDuration(-1), "0 s");
  EXPECT_EQ(FormatDuration(1e300), FormatDuration(1e200));
}

}  // namespace
}  // namespace llmzip::cli
