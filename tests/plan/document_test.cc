// docs/FORMAT.md and the program say the same. Section 6 and the registry: every entry has a row there, every row is of
// an entry. Section 2.5 and the level tables: row by row.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "content/kind.h"
#include "plan/level_table.h"
#include "plan/registry.h"

namespace llmzip::testing {
namespace {

// The names that begin the specs in the first column of section 6's tables, and `text`, of which running text speaks.
std::set<std::string> NamesInDocument() {
  std::ifstream file(LLMZIP_TEST_SOURCE_DIR "/../docs/FORMAT.md");
  std::set<std::string> names;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("## ")) inside = line.starts_with("## 6.");
    if (!inside) continue;
    if (line.starts_with("`text:NAME`")) names.insert("text");
    if (!line.starts_with("| `")) continue;
    std::istringstream column(line.substr(1, line.find('|', 1) - 1));
    for (std::string text; std::getline(column, text, '`');) {
      if (!std::getline(column, text, '`')) break;
      names.insert(text.substr(0, text.find_first_of(":(")));
    }
  }
  return names;
}

TEST(FormatDocument, ListsEverySpecOfTheRegistryAndNoOther) {
  std::set<std::string> registered;
  for (const Entry* entry : Entries()) {
    // What other tests of this program have registered is no part of the format.
    const bool own = std::string_view(entry->name).find('-') == std::string_view::npos;
    if (own) registered.insert(std::string(entry->name));
  }
  std::set<std::string> documented = NamesInDocument();
  // One row stands for several: `order0` … `order3`.
  if (documented.contains("order0") && documented.contains("order3")) documented.insert({"order1", "order2"});
  EXPECT_EQ(documented, registered);
}

TEST(FormatDocument, HasTheLevelTables) {
  std::ifstream file(LLMZIP_TEST_SOURCE_DIR "/../docs/FORMAT.md");
  std::vector<std::string> documented;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("#")) inside = line.starts_with("### 2.5");
    if (inside && line.starts_with("| ") && line.find("table") == std::string::npos) documented.push_back(line);
  }
  std::vector<std::string> rows;
  for (const LevelTable& table : LevelTables()) {
    const LevelRow& data = table.rows.front();
    for (const LevelRow& row : table.rows) {
      // Rows that differ from that of data in their filter alone are no part of the format.
      if (&row != &data && row.spec == data.spec && row.small_spec == data.small_spec) continue;
      const auto quoted = [](std::string_view spec) { return "`" + std::string(spec) + "`"; };
      rows.push_back("| " + std::to_string(table.number) + " | " +
                     std::string(FindKind(static_cast<std::uint8_t>(row.kind))->name) + " | " + quoted(row.spec) +
                     " | " + (row.small_spec == row.spec ? "the same" : quoted(row.small_spec)) + " |");
    }
  }
  EXPECT_EQ(documented, rows);
}

}  // namespace
}  // namespace llmzip::testing
