// docs/FORMAT.md and the program say the same. Section 6 and the registry: every entry has a row there, every row is of
// an entry. Section 2.5 and the level tables: row by row. SECURITY.md and the costs that plans state: row by row.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "content/kind.h"
#include "llmzip/limits.h"
#include "plan/level_table.h"
#include "plan/plan.h"
#include "plan/registry.h"
#include "support/catalogue.h"

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

// Two digits of a number, so that what little differs between libraries does not show.
std::uint64_t Rounded(std::uint64_t number) {
  std::uint64_t unit = 1;
  while (number / unit >= 100) unit *= 10;
  return number / unit * unit;
}

std::string InMilliseconds(std::uint64_t ns) {
  const std::uint64_t tenths = Rounded(ns) / 100'000;
  return tenths >= 100 ? std::to_string(tenths / 10) : std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

// The most bytes of one block that are decoded within the free time, of those that the ratio limit allows a kibibyte.
std::uint64_t MostBytes(const Plan& plan) {
  constexpr std::uint64_t kFreeNs = Limits::kFreeWorkSeconds * 1'000'000'000;
  std::uint64_t most = 0;
  std::uint64_t more = Limits::kWorkFreeBytes * Limits{}.ratio;
  while (most < more) {
    const std::uint64_t middle = more - (more - most) / 2;
    if (plan.CostOf({.raw_size = middle})->Total(middle) <= kFreeNs) {
      most = middle;
    } else {
      more = middle - 1;
    }
  }
  return most;
}

TEST(CostDocument, SaysWhatEachPredictorMayCost) {
  std::vector<std::string> specs;
  for (const Example& example : AllExamples()) {
    // What other tests of this program have registered is not shipped.
    const bool own =
        std::string_view(example.spec).substr(0, example.spec.find_first_of(":(")).find('-') == std::string_view::npos;
    if (own) specs.push_back(example.spec);
  }
  if (std::ranges::find(specs, "net") == specs.end()) GTEST_SKIP() << "without the embedded models";
  for (const LevelTable& table : LevelTables()) {
    for (const LevelRow& row : table.rows) {
      if (row.spec != WithChosenModel(row.spec, "")) continue;
      specs.emplace_back(row.spec);
      specs.emplace_back(row.small_spec);
    }
  }
  specs.insert(specs.end(), {"primed(cm,text:primer)", "primed(cm:huge,text:primer)", "codelength:lzma:9"});
  std::string expected;
  std::set<std::string> had;
  for (const std::string& spec : specs) {
    if (!had.insert(spec).second) continue;
    const Plan plan = PlanNamed(spec);
    const std::uint64_t most = MostBytes(plan);
    const Cost cost = *plan.CostOf({.raw_size = std::max<std::uint64_t>(1, most)});
    expected += "| `" + spec + "` | " + InMilliseconds(cost.start_ns) + " | " +
                std::to_string(Rounded(cost.ns_per_byte)) + " | " +
                (most == 0 ? "none" : std::to_string(Rounded(most))) + " |\n";
  }
  std::ifstream file(LLMZIP_TEST_SOURCE_DIR "/../SECURITY.md");
  std::string documented;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("#")) inside = line == "## What decoding may cost";
    if (inside && line.starts_with("| `")) documented += line + "\n";
  }
  EXPECT_EQ(documented, expected);
}

}  // namespace
}  // namespace llmzip::testing
