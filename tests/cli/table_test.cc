#include "cli/table.h"

#include <gtest/gtest.h>

namespace llmzip::cli {
namespace {

TEST(Table, AlignsColumns) {
  Table table(1, 2);
  table.Row({"a", "1", "x"});
  table.Row({"long", "1000", "yy"});
  table.Row({"b", "10", ""});
  EXPECT_EQ(table.ToString(),
            "a        1  x\n"
            "long  1000  yy\n"
            "b       10\n");
}

TEST(Table, Empty) { EXPECT_EQ(Table(0).ToString(), ""); }

}  // namespace
}  // namespace llmzip::cli
