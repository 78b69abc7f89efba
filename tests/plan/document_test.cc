// docs/FORMAT.md, section 6, and the registry say the same: every entry has a row there, every row is of an entry.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

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

}  // namespace
}  // namespace llmzip::testing
