// predictors, codecs: list the names that a spec may use, from the registries.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/json_text.h"
#include "cli/table.h"
#include "plan/registry.h"

namespace llmzip::cli {
namespace {

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
  for (const Entry* entry : entries) {
    table.Row({std::string(entry->name), std::string(entry->examples), std::string(entry->summary)});
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
