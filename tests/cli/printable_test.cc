#include "cli/printable.h"

#include <gtest/gtest.h>

#include "cli/table.h"

namespace llmzip::cli {
namespace {

using namespace std::string_literals;

TEST(Printable, LeavesTextAlone) {
  for (const char* text : {"", "plain ~", "Zürich", "日本", "\U0001F600", "back\\slash"}) {
    EXPECT_EQ(Printable(text), text);
  }
}

TEST(Printable, SpellsControlCharactersOut) {
  EXPECT_EQ(Printable("a\nb\tc\x1b[2J\x7f\0z"s), R"(a\nb\x09c\x1b[2J\x7f\x00z)");
  EXPECT_EQ(Printable("\u0080\u009b31m\u009f"), R"(\u0080\u009b31m\u009f)");
  EXPECT_EQ(Printable("\u00a0"), "\u00a0");
}

TEST(Printable, SpellsOutWhatDirectsTheFlowOfText) {
  EXPECT_EQ(Printable("a\u202egnp.exe"), R"(a\u202egnp.exe)");
  EXPECT_EQ(Printable("\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069"),
            R"(\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069)");
  EXPECT_EQ(Printable("\u200e\u200f\u061c\u2028\u2029"), R"(\u200e\u200f\u061c\u2028\u2029)");
}

TEST(Printable, SpellsOutWhatIsNoUtf8) {
  EXPECT_EQ(Printable("latin\xe9"), R"(latin\xe9)");
  EXPECT_EQ(Printable("\x9b"), R"(\x9b)");          // C1 of 8-bit terminals
  EXPECT_EQ(Printable("\xc0\x8a"), R"(\xc0\x8a)");  // a line break by a detour
  EXPECT_EQ(Printable("\xe0\x80\x9b"), R"(\xe0\x80\x9b)");
  EXPECT_EQ(Printable("\xed\xa0\x80"), R"(\xed\xa0\x80)");          // a surrogate
  EXPECT_EQ(Printable("\xf4\x90\x80\x80"), R"(\xf4\x90\x80\x80)");  // beyond Unicode
  EXPECT_EQ(Printable("\xe2\x80"), R"(\xe2\x80)");                  // cut short
  EXPECT_EQ(Printable("\xff\xfe"), R"(\xff\xfe)");
}

// Whatever the bytes: no control byte gets through, and once is enough.
TEST(Printable, EveryPairOfBytesIsHarmlessAfterwards) {
  for (unsigned pair = 0; pair < 0x10000; ++pair) {
    const std::string text = {static_cast<char>(pair >> 8), static_cast<char>(pair & 255), '\x9b', '\xc2'};
    const std::string printable = Printable(text);
    EXPECT_EQ(Printable(printable), printable);
    for (const char c : printable) {
      EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
    }
    EXPECT_EQ(printable.find("\xc2\x9b"), std::string::npos);
  }
}

TEST(Printable, LinesKeepTheirBreaks) { EXPECT_EQ(PrintableLines("a\n\x1b\nb\n"), "a\n\\x1b\nb\n"); }

TEST(Printable, ColumnsCountCharacters) {
  EXPECT_EQ(Columns("Zürich"), 6U);
  EXPECT_EQ(LastColumns("Zürich", 5), "ürich");
  EXPECT_EQ(LastColumns("Zürich", 4), "rich");
  EXPECT_EQ(LastColumns("ab", 5), "ab");
}

TEST(Printable, CellsOfTablesAre) {
  Table table(2);
  table.Row({"Environment", "x\n  Predictor  cm\x1b[1A"});
  EXPECT_EQ(table.ToString(), "Environment  x\\n  Predictor  cm\\x1b[1A\n");
}

TEST(Printable, TablesAlignByColumns) {
  Table table(2);
  table.Row({"ü", "1"});
  table.Row({"aa", "2"});
  EXPECT_EQ(table.ToString(), "ü   1\naa  2\n");
}

}  // namespace
}  // namespace llmzip::cli
