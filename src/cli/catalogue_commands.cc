// predictors, codecs: list the names that a spec may use, from the registries.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/json_text.h"
#include "cli/table.h"
#include "plan/registry.h"

namespace llmzip::cli {
namespace {

constexpr std::size_t kColumns = 100;
constexpr std::size_t kSpecColumns = 44;
constexpr std::size_t kBetween = 2;

/// Lines of at most `width` columns, broken at spaces; a longer word has a line of its own.
std::vector<std::string> Wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (lines.empty() || lines.back().size() + 1 + word.size() > width) {
      lines.emplace_back(word);
    } else {
      lines.back().append(" ").append(word);
    }
  }
  return lines;
}

ExitCode PrintCatalogue(const char* kind, Traits one_of, const Arguments& arguments, Console& console) {
  std::vector<const Entry*> entries = Entries();
  std::erase_if(entries, [&](const Entry* entry) { return (entry->traits & one_of) == 0; });
  if (arguments.display.json) {
    using Json = nlohmann::ordered_json;
    Json list = Json::array();
    for (const Entry* entry : entries) {
      list.push_back({{"name", entry->name}, {"example", entry->examples}, {"summary", entry->summary}});
      if (one_of == kIsPredictor) list.back()["needs"] = entry->needs;
    }
    console.Print(JsonText(Json{{kind, std::move(list)}}));
    return console.exit_code();
  }
  Table table(3);
  table.Row({"Name", "Specs", "What it is"});
  std::size_t taken = 0;  // by names and specs
  for (const Entry* entry : entries) {
    for (const std::string& spec : Wrapped(entry->examples, kSpecColumns)) taken = std::max(taken, spec.size());
  }
  taken += std::ranges::max(entries, {}, [](const Entry* entry) { return entry->name.size(); })->name.size();
  for (const Entry* entry : entries) {
    const std::vector<std::string> specs = Wrapped(entry->examples, kSpecColumns);
    const std::vector<std::string> summary = Wrapped(entry->summary, kColumns - taken - 2 * kBetween);
    // Only the first line of an entry begins with a letter: its name.
    for (std::size_t line = 0; line < std::max(specs.size(), summary.size()); ++line) {
      table.Row({line == 0 ? std::string(entry->name) : "", line < specs.size() ? specs[line] : "",
                 line < summary.size() ? summary[line] : ""});
    }
  }
  console.Print(table.ToString());
  return console.exit_code();
}

ExitCode RunPredictors(const Arguments& arguments, Console& console) {
  return PrintCatalogue("predictors", kIsPredictor, arguments, console);
}

ExitCode RunCodecs(const Arguments& arguments, Console& console) {
  return PrintCatalogue("codecs", kIsCodec, arguments, console);
}

}  // namespace

const Command kPredictorsCommand = {
    .name = "predictors",
    .summary = "list the predictors, for --predictor",
    .usage = "[--json]",
    .mode = Mode::kCompress,
    .options = kJsonOption,
    .run = RunPredictors,
};

const Command kCodecsCommand = {
    .name = "codecs",
    .summary = "list the codecs, for --codec; every predictor is one too",
    .usage = "[--json]",
    .mode = Mode::kCompress,
    .options = kJsonOption,
    .run = RunCodecs,
};

}  // namespace llmzip::cli
