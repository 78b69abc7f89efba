// predictors, codecs: what may stand in a spec, from the registries.
#include <nlohmann/json.hpp>
#include <string>

#include "cli/command.h"
#include "cli/table.h"
#include "registry/codecs.h"
#include "registry/predictors.h"

namespace llmzip::cli {
namespace {

template <typename Entries>
ExitCode PrintCatalogue(const char* kind, const Entries& entries, const Arguments& arguments, Console& console) {
  if (arguments.display.json) {
    using Json = nlohmann::ordered_json;
    Json list = Json::array();
    for (const auto& entry : entries) {
      list.push_back({{"name", entry.name}, {"example", entry.example}, {"summary", entry.summary}});
      if constexpr (requires { entry.needs; }) list.back()["needs"] = entry.needs;
    }
    console.Print(Json{{kind, std::move(list)}}.dump(2) + "\n");
    return console.exit_code();
  }
  Table table(3);
  table.Row({"Name", "Specs", "What it is"});
  for (const auto& entry : entries) {
    table.Row({std::string(entry.name), std::string(entry.example), std::string(entry.summary)});
  }
  console.Print(table.ToString());
  return console.exit_code();
}

ExitCode RunPredictors(const Arguments& arguments, Console& console) {
  return PrintCatalogue("predictors", PredictorCatalogue(), arguments, console);
}

ExitCode RunCodecs(const Arguments& arguments, Console& console) {
  return PrintCatalogue("codecs", CodecCatalogue(), arguments, console);
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
